package dev.parley.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.access.PermissionTable.Kind;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Removal;
import dev.parley.model.Role;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules say what the table in {@code architecture.md} says: each role, each action, each kind of room. */
class AccessRulesTest {
    @Test
    void theyAreTheTable() {
        assertEquals(String.join("\n", PermissionTable.byRules()), String.join("\n", PermissionTable.printed()));
        assertEquals(
                EnumSet.allOf(Action.class),
                PermissionTable.COLUMNS.stream()
                        .flatMap(List::stream)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Action.class))));
    }

    private static boolean may(Kind kind, Role token, Action action, String whose) {
        return AccessRules.judge(kind.ann(token), action, new Resource(kind.room(), whose), kind.standing())
                .isEmpty();
    }

    /** One's own needs no rank. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsOnesOwn(Role token) {
        for (Kind kind : PermissionTable.KINDS) {
            boolean enters = may(kind, token, Action.ENTER, null);
            boolean speaks = may(kind, token, Action.SAY, null);
            assertEquals(enters, may(kind, token, Action.DELETE, "ann"), kind.name());
            assertEquals(enters, may(kind, token, Action.STOP_ANSWER, "ann"), kind.name());
            assertEquals(
                    speaks || may(kind, token, Action.DECIDE_TOOLS, "bob"),
                    may(kind, token, Action.DECIDE_TOOLS, "ann"),
                    kind.name());
            assertEquals(
                    enters || may(kind, token, Action.SEE_USAGE, "bob"),
                    may(kind, token, Action.SEE_USAGE, "ann"),
                    kind.name());
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

    private static Principal token(Role role) {
        return new Principal("ann", role, List.of("*"));
    }

    private static Standing stands(RoomRole role, Sanction mute, Sanction kick) {
        RoomOptions closed = new RoomOptions(Map.of(), null, null, RoomAccess.PRIVATE, null, null, 0, 0, null);
        return Standing.of(true, role == null ? RoomOptions.NONE : closed, role, mute, kick);
    }

    private static boolean may(Role token, Action action, Standing in) {
        return AccessRules.judge(token(token), action, Resource.room("r"), in).isEmpty();
    }

    /** Whoever stands as high as the one who imposed it is not struck. */
    @Test
    void aSanctionStrikesThoseBelow() {
        Sanction mute = new Sanction(Sanction.Kind.MUTE, Sanction.FOR_EVER, AccessRules.MODERATOR);
        Sanction kick = new Sanction(Sanction.Kind.KICK, Sanction.FOR_EVER, AccessRules.MODERATOR);
        assertFalse(may(Role.MEMBER, Action.SAY, stands(null, mute, null)));
        assertTrue(may(Role.MODERATOR, Action.SAY, stands(null, mute, null)));
        assertFalse(may(Role.SERVICE, Action.ENTER, stands(null, null, kick)));
        assertTrue(may(Role.MODERATOR, Action.ENTER, stands(null, null, kick)));
        assertFalse(
                may(Role.MODERATOR, Action.ENTER, stands(RoomRole.MEMBER, null, kick)), "a private room's own ranks");
        assertTrue(may(Role.GUEST, Action.ENTER, stands(RoomRole.MODERATOR, null, kick)));
    }

    @Test
    void whoIsMutedIsAReader() {
        Sanction byOwner = new Sanction(Sanction.Kind.MUTE, Sanction.FOR_EVER, AccessRules.OWNER);
        Standing in = stands(RoomRole.MODERATOR, byOwner, null);
        assertEquals(AccessRules.READER, AccessRules.rank(token(Role.MEMBER), "r", in));
        for (Action action :
                List.of(Action.SAY, Action.CONFIGURE, Action.MODERATE, Action.MANAGE_MEMBERS, Action.DELETE)) {
            assertFalse(may(Role.MEMBER, action, in), action.name());
        }
        assertTrue(may(Role.MEMBER, Action.READ, in));
    }

    @Test
    void nobodyManagesAtOrAboveTheOwnRank() {
        for (int rank = AccessRules.NOBODY; rank <= AccessRules.ADMIN; rank++) {
            for (RoomRole from : RoomRole.values()) {
                assertEquals(rank > AccessRules.rank(from), AccessRules.mayManage(rank, from, null), rank + " " + from);
                boolean gives = rank > AccessRules.rank(from) || (rank == AccessRules.OWNER && from == RoomRole.OWNER);
                assertEquals(gives, AccessRules.mayManage(rank, null, from), rank + " gives " + from);
            }
        }
    }

    @Test
    void whomARemovalTakesOut() {
        Removal left = new Removal(List.of("ann"), false, false, 0);
        Removal closed = new Removal(List.of("bob"), true, false, 0);
        Removal others = new Removal(List.of("bob"), false, false, AccessRules.ADMIN);
        Removal kick = new Removal(List.of("ann"), false, false, AccessRules.MODERATOR);
        for (Role role : Role.values()) {
            boolean serves = role == Role.SERVICE || role == Role.ADMIN;
            assertEquals(!serves, AccessRules.isRemoved(token(role), left, true), role.name());
            assertEquals(!serves, AccessRules.isRemoved(token(role), closed, false), role.name());
            assertTrue(AccessRules.isRemoved(token(role), Removal.ofAll(), false), role.name());
            assertFalse(AccessRules.isRemoved(token(role), others, true), role.name());
            boolean moderates = role == Role.MODERATOR || role == Role.ADMIN;
            assertEquals(!moderates, AccessRules.isRemoved(token(role), kick, false), role.name());
            assertEquals(role != Role.ADMIN, AccessRules.isRemoved(token(role), kick, true), role.name());
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
                    mayEnter && TokenRules.ranges(who).stream().noneMatch(range -> range.contains(room)),
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
