package dev.parley.room.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.model.RoomChange;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.store.Roster;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomRosterTest {
    private static final Sanction MUTE = new Sanction(Sanction.Kind.MUTE, Sanction.FOR_EVER, 3);
    private static final Sanction KICK = new Sanction(Sanction.Kind.KICK, 100, 4);

    private final RoomRoster roster = new RoomRoster(new Roster(
            Map.of("ann", RoomRole.OWNER, "bob", RoomRole.MEMBER), Map.of("bob", List.of(MUTE, KICK))));

    /** What is stored of a change is read again. */
    private static RoomChange stored(RoomChange change) {
        return RoomChange.of(change.body());
    }

    private static RoomChange access(String access) {
        return RoomChange.none().settings(new JsonObject().put("access", access));
    }

    @Test
    void rolesComeAndGo() {
        assertTrue(roster.isLastOwner("ann"));
        roster.apply(stored(RoomChange.none().member("cat", RoomRole.OWNER).member("bob", null)));
        assertFalse(roster.isLastOwner("ann"));
        assertNull(roster.role("bob"));
        assertEquals(2, roster.count());
    }

    @Test
    void ofARoomThatBecomesPrivateOnlyTheNamedAreMembersAndOfAnOpenOneTheOwners() {
        RoomRoster later = roster.after(stored(access("private").member("cat", RoomRole.OWNER)));
        assertEquals(1, later.count());
        assertEquals(RoomRole.OWNER, later.role("cat"));
        assertEquals(RoomRole.MEMBER, roster.role("bob"), "nothing has happened yet");
        roster.apply(stored(access("open")));
        assertEquals(RoomRole.OWNER, roster.role("ann"));
        assertNull(roster.role("bob"));
    }

    @Test
    void sanctionsAreReplacedLiftedAndForgottenWhenTheyAreOver() {
        assertEquals(2, roster.countSanctions(99));
        assertEquals(MUTE, roster.sanction("bob", Sanction.Kind.MUTE, 99));
        assertNull(roster.sanction("bob", Sanction.Kind.KICK, 100));
        assertEquals(1, roster.over(100, 9).size());
        roster.prune(100);
        assertEquals(0, roster.over(100, 9).size());
        Sanction other = new Sanction(Sanction.Kind.MUTE, 200, 5);
        roster.apply(stored(RoomChange.none().sanction("bob", other)));
        assertEquals(other, roster.sanction("bob", Sanction.Kind.MUTE, 99));
        roster.apply(stored(RoomChange.none().sanction("bob", new Sanction(Sanction.Kind.MUTE, 0, 5))));
        assertEquals(0, roster.countSanctions(0));
    }

    @Test
    void aDeletedRoomHasNobody() {
        roster.apply(stored(RoomChange.none().deleted()));
        assertEquals(0, roster.count() + roster.countSanctions(0));
    }

    @Test
    void aMuteTakesNobodyOut() {
        assertNull(stored(RoomChange.none().sanction("bob", MUTE)).removal());
        assertEquals(
                List.of("bob"),
                stored(RoomChange.none().sanction("bob", KICK)).removal().users());
    }
}
