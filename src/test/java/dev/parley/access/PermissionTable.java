package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.Role;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of permissions that {@code architecture.md} prints: who may, by the room, how ann stands in it, the token. */
public final class PermissionTable {
    private static final String HEAD = "| room | ";
    private static final String NOBODY = "–";
    private static final Map<Role, String> LETTERS = new EnumMap<>(
            Map.of(Role.GUEST, "g", Role.MEMBER, "m", Role.MODERATOR, "o", Role.SERVICE, "s", Role.ADMIN, "a"));
    private static final List<String> ANY = List.of("*");
    private static final List<String> TEAMS = List.of("lobby", "team-*", "!team-secret*");

    /** The columns, in order: what is wanted, of somebody else where it is of anybody. */
    public static final List<List<Action>> COLUMNS = List.of(
            List.of(Action.ENTER, Action.READ),
            List.of(Action.SAY, Action.ACT),
            List.of(Action.WRITE_STATE),
            List.of(Action.SPEAK_FOR),
            List.of(Action.DELETE, Action.STOP_ANSWER, Action.DECIDE_TOOLS),
            List.of(Action.CONFIGURE),
            List.of(Action.CONFIGURE_ALL),
            List.of(Action.MODERATE, Action.MANAGE_MEMBERS),
            List.of(Action.DELETE_ROOM),
            List.of(Action.MAKE_ROOM),
            List.of(Action.REFRESH),
            List.of(Action.SEE_USAGE));

    /** A row: a room, and what ann's token and the store say. */
    public record Kind(
            String name,
            String room,
            List<String> patterns,
            boolean exists,
            RoomOptions options,
            RoomRole role,
            Sanction sanction) {

        Kind(String name, String room, List<String> patterns, String options, RoomRole role, Sanction sanction) {
            this(name, room, patterns, true, RoomOptions.NONE.with(new JsonObject(options)), role, sanction);
        }

        public Standing standing() {
            boolean mutes = sanction != null && sanction.kind() == Sanction.Kind.MUTE;
            return Standing.of(exists, options, role, mutes ? sanction : null, mutes ? null : sanction);
        }

        public Principal ann(Role token) {
            return new Principal("ann", token, patterns);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String OPEN = "{}";
    private static final String PRIVATE = "{\"access\": \"private\"}";
    private static final Sanction MUTED = new Sanction(Sanction.Kind.MUTE, Sanction.FOR_EVER, AccessRules.MODERATOR);
    private static final Sanction KICKED = new Sanction(Sanction.Kind.KICK, Sanction.FOR_EVER, AccessRules.MODERATOR);
    private static final String DIRECT = "direct:kZ3v9QfX1mB7cT5yW0aRuE";

    /** The rows, in order. */
    public static final List<Kind> KINDS = List.of(
            new Kind("open", "team-a", TEAMS, OPEN, null, null),
            new Kind("open, by whom it was made", "own", ANY, OPEN, RoomRole.OWNER, null),
            new Kind("open, `speak: members`", "speak-m", ANY, "{\"speak\": \"members\"}", null, null),
            new Kind("open, `speak: moderators`", "speak-o", ANY, "{\"speak\": \"moderators\"}", null, null),
            new Kind("open, `writeState: moderators`", "write-o", ANY, "{\"writeState\": \"moderators\"}", null, null),
            new Kind("open, muted by a moderator", "open-muted", ANY, OPEN, null, MUTED),
            new Kind("open, kicked by a moderator", "open-kicked", ANY, OPEN, null, KICKED),
            new Kind("open, no pattern of the token", "other", TEAMS, OPEN, null, null),
            new Kind("open, a `!` pattern", "team-secret-1", TEAMS, OPEN, null, null),
            new Kind("`main`", "main", ANY, OPEN, null, null),
            new Kind("open, not there yet", "not-yet", ANY, false, RoomOptions.NONE, null, null),
            new Kind("private, as an owner", "p-owner", ANY, PRIVATE, RoomRole.OWNER, null),
            new Kind("private, as a moderator", "p-moderator", ANY, PRIVATE, RoomRole.MODERATOR, null),
            new Kind("private, as a member", "p-member", ANY, PRIVATE, RoomRole.MEMBER, null),
            new Kind(
                    "private, `speak: moderators`, as a member",
                    "p-speak-o",
                    ANY,
                    "{\"access\": \"private\", \"speak\": \"moderators\"}",
                    RoomRole.MEMBER,
                    null),
            new Kind("private, as a reader", "p-reader", ANY, PRIVATE, RoomRole.READER, null),
            new Kind("private, as a stranger", "p-stranger", ANY, PRIVATE, null, null),
            new Kind("private, a member, no pattern", "p-closed", TEAMS, PRIVATE, RoomRole.MEMBER, null),
            new Kind("private, a muted member", "p-muted", ANY, PRIVATE, RoomRole.MEMBER, MUTED),
            new Kind("private, a kicked member", "p-kicked", ANY, PRIVATE, RoomRole.MEMBER, KICKED),
            new Kind("direct, one of them", DIRECT, List.of(), PRIVATE, RoomRole.MEMBER, null),
            new Kind(
                    "direct, one of them, a `!` pattern",
                    "direct:kZ3v9QfX1mB7cT5yW0aRuF",
                    List.of("!direct:*"),
                    PRIVATE,
                    RoomRole.MEMBER,
                    null),
            new Kind("direct, of others", "direct:kZ3v9QfX1mB7cT5yW0aRuG", ANY, PRIVATE, null, null),
            new Kind("own `assistant:`", "assistant:ann:x", List.of(), OPEN, null, null),
            new Kind(
                    "own `assistant:`, a `!` pattern", "assistant:ann", List.of("*", "!assistant:*"), OPEN, null, null),
            new Kind("another's `assistant:`", "assistant:bob", ANY, OPEN, null, null));

    private PermissionTable() {}

    /** As the rules have it, line by line. */
    static List<String> byRules() {
        String head = HEAD
                + COLUMNS.stream()
                        .map(column ->
                                column.stream().map(each -> "`" + each + "`").collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(" | "))
                + " |";
        String line = "|---".repeat(COLUMNS.size() + 1) + "|";
        Stream<String> rows = KINDS.stream()
                .map(kind -> "| " + kind.name() + " | "
                        + COLUMNS.stream().map(column -> cell(kind, column)).collect(Collectors.joining(" | ")) + " |");
        return Stream.concat(Stream.of(head, line), rows).toList();
    }

    private static String cell(Kind kind, List<Action> column) {
        List<String> all = column.stream()
                .map(action -> Arrays.stream(Role.values())
                        .filter(role -> AccessRules.judge(
                                        kind.ann(role), action, new Resource(kind.room(), "bob"), kind.standing())
                                .isEmpty())
                        .map(LETTERS::get)
                        .collect(Collectors.joining()))
                .distinct()
                .toList();
        if (all.size() > 1) {
            throw new AssertionError(column + " are not alike for " + kind + ": " + all);
        }
        return all.get(0).isEmpty() ? NOBODY : all.get(0);
    }

    /** As it is printed, line by line. */
    static List<String> printed() {
        try (Stream<String> lines = Files.lines(Path.of("src", "docs", "architecture.md"))) {
            return lines.dropWhile(line -> !line.startsWith(HEAD))
                    .takeWhile(line -> line.startsWith("|"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the printed table lets ann, with a token of this role, do that in this room. */
    public static boolean allows(Kind kind, Role token, Action action) {
        String row = printed().stream()
                .filter(line -> line.startsWith("| " + kind.name() + " |"))
                .findFirst()
                .orElseThrow();
        int column = IntStream.range(0, COLUMNS.size())
                .filter(i -> COLUMNS.get(i).contains(action))
                .findFirst()
                .orElseThrow();
        return row.split("\\|", -1)[2 + column].contains(LETTERS.get(token));
    }
}
