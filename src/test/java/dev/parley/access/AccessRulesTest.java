package dev.parley.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules say what the table in {@code architecture.md} says: each role, each action, each kind of room. */
class AccessRulesTest {
    private static final String HEAD = "| action | ";

    /** A column of the table: what ann's token says, and the room that she wants something in. */
    private record Kind(List<String> patterns, String room) {}

    private static final List<String> TEAMS = List.of("lobby", "team-*", "!team-secret*");
    /** The columns, in order. */
    private static final List<Kind> KINDS = List.of(
            new Kind(List.of("*"), "main"),
            new Kind(TEAMS, "team-a"),
            new Kind(TEAMS, "other"),
            new Kind(List.of("*", "!team-secret*"), "team-secret-1"),
            new Kind(List.of(), "assistant:ann:x"),
            new Kind(List.of("*", "!assistant:*"), "assistant:ann"),
            new Kind(List.of("*", "assistant:bob"), "assistant:bob"));

    private static List<String> cells(String row) {
        return Arrays.stream(row.split("\\|")).skip(1).map(String::strip).toList();
    }

    /** The rows below the head, in order. */
    private static List<List<String>> table() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src", "docs", "architecture.md"));
        List<String> from =
                lines.stream().dropWhile(line -> !line.startsWith(HEAD)).toList();
        return from.stream()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(AccessRulesTest::cells)
                .toList();
    }

    /** What a cell says: {@code all}, {@code none}, or roles, and {@code own} for whose own answer it is. */
    private static boolean expected(String cell, Role role, boolean own) {
        Set<String> words = Set.of(cell.split(", "));
        Set<String> known = Stream.concat(
                        Stream.of("all", "none", "own"),
                        Arrays.stream(Role.values()).map(Role::text))
                .collect(Collectors.toSet());
        assertTrue(known.containsAll(words), cell);
        return words.contains("all") || words.contains(role.text()) || (own && words.contains("own"));
    }

    @Test
    void theyAreTheTable() throws IOException {
        List<List<String>> table = table();
        assertEquals(
                EnumSet.allOf(Action.class),
                table.stream()
                        .map(row -> Action.valueOf(row.get(0).replace("`", "")))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Action.class))));
        for (List<String> row : table) {
            assertEquals(1 + KINDS.size(), row.size(), row.toString());
            Action action = Action.valueOf(row.get(0).replace("`", ""));
            for (int column = 0; column < KINDS.size(); column++) {
                Kind kind = KINDS.get(column);
                for (Role role : Role.values()) {
                    for (String whose : List.of("ann", "bob")) {
                        Principal ann = new Principal("ann", role, kind.patterns);
                        boolean allowed = AccessRules.judge(ann, action, new Resource(kind.room, whose), Standing.PLAIN)
                                .isEmpty();
                        assertEquals(
                                expected(row.get(1 + column), role, whose.equals("ann")),
                                allowed,
                                action + " by " + role + " in " + kind + " of " + whose);
                    }
                }
            }
        }
    }

    @CanIgnoreReturnValue
    private static String refusal(Role role, Action action, Resource about) {
        Principal ann = new Principal("ann", role, List.of("*"));
        Refusal refusal = assertThrows(Refusal.class, () -> AccessRules.check(ann, action, about, Standing.PLAIN));
        assertEquals(Code.FORBIDDEN, refusal.code());
        return refusal.text();
    }

    @Test
    void aClosedRoomIsRefusedAlikeWhateverIsWanted() {
        for (Action action : Action.values()) {
            String text = refusal(Role.MEMBER, action, new Resource("assistant:bob", "ann"));
            assertEquals("you may not enter this room", text, action.name());
        }
    }

    @Test
    void eachActionHasItsText() {
        Resource bobs = new Resource("main", "bob");
        assertEquals("only a service or an admin may set from", refusal(Role.MODERATOR, Action.SPEAK_FOR, bobs));
        assertEquals(
                "only the person who asked and moderators may stop an answer",
                refusal(Role.SERVICE, Action.STOP_ANSWER, bobs));
        assertEquals(
                "only the person who asked and moderators may decide about its tools",
                refusal(Role.SERVICE, Action.DECIDE_TOOLS, bobs));
        assertEquals(
                "only moderators, and the owner of an assistant: room, may change its settings",
                refusal(Role.SERVICE, Action.CONFIGURE, bobs));
        assertEquals("only services and admins may see others' usage", refusal(Role.MODERATOR, Action.SEE_USAGE, bobs));
    }

    @Test
    void everybodysUsageIsOthersToo() {
        refusal(Role.MODERATOR, Action.SEE_USAGE, Resource.user(null));
        refusal(Role.MEMBER, Action.SEE_USAGE, new Resource("main", null));
        for (Role role : List.of(Role.SERVICE, Role.ADMIN)) {
            Principal server = new Principal("server", role, List.of());
            assertEquals(
                    Optional.empty(), AccessRules.judge(server, Action.SEE_USAGE, Resource.user(null), Standing.PLAIN));
            assertEquals(
                    Optional.empty(),
                    AccessRules.judge(server, Action.SEE_USAGE, Resource.room("assistant:bob"), Standing.PLAIN));
        }
    }

    /** Whoever lists rooms by the ranges misses none. */
    @Test
    void whatOneMayEnterIsInTheRanges() {
        Random random = new Random(7);
        int entered = 0;
        for (int i = 0; i < 20_000; i++) {
            List<String> patterns = Stream.generate(() -> text(random, "ab:*!"))
                    .limit(random.nextInt(4))
                    .toList();
            String room = random.nextBoolean() ? text(random, "ab:") : "assistant:" + text(random, "ab:");
            Principal who = new Principal(text(random, "ab"), Role.MEMBER, patterns);
            boolean mayEnter = AccessRules.judge(who, Action.ENTER, Resource.room(room), Standing.PLAIN)
                    .isEmpty();
            entered += mayEnter ? 1 : 0;
            assertFalse(
                    mayEnter && AccessRules.ranges(who).stream().noneMatch(range -> range.contains(room)),
                    patterns + " " + room + " of " + who.user());
        }
        assertTrue(entered > 1000, "only " + entered);
    }

    private static String text(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
