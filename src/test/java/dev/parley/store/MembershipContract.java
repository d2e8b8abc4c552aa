package dev.parley.store;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.answered;
import static dev.parley.store.Appends.asked;
import static dev.parley.store.Appends.change;
import static dev.parley.store.Appends.deleted;
import static dev.parley.store.Appends.edited;
import static dev.parley.store.Appends.patched;
import static dev.parley.store.Appends.reacted;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.stored;
import static dev.parley.store.Appends.turn;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.NameRange;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store must do with members, lists of rooms, retention, deleted rooms and guests who become users. */
public abstract class MembershipContract extends OneRoomContract {
    private static final Author GUEST = new Author("guest-1", "Gus", Author.Kind.USER, true);
    private static final Author BEN = new Author("ben", "Ben", Author.Kind.USER);
    private static final RoomOptions PRIVATE =
            RoomOptions.NONE.with(new JsonObject().put("access", "private").put("title", "Plans"));

    @Test
    void membersAndSanctionsAreRowsOfACommit() {
        assertEquals(
                stored(1),
                await(store.log()
                        .commit(roomEvent(
                                "r",
                                1,
                                RoomChange.none().member("ann", RoomRole.OWNER),
                                new Effect.SetOptions(PRIVATE),
                                members(List.of("ann", "owner", "ann"), List.of("ben", "reader", "ann")),
                                new Effect.PutRows(
                                        RosterTables.SANCTIONS,
                                        List.of(
                                                List.of("ben", "mute", 5_000L, 3L),
                                                List.of("cyd", "kick", Sanction.FOR_EVER, 4L)))))));
        Roster roster = await(store.rosters().roster("r", 4_999));
        assertEquals(Map.of("ann", RoomRole.OWNER, "ben", RoomRole.READER), roster.members());
        assertEquals(
                Map.of(
                        "ben", List.of(new Sanction(Sanction.Kind.MUTE, 5_000, 3)),
                        "cyd", List.of(new Sanction(Sanction.Kind.KICK, Sanction.FOR_EVER, 4))),
                roster.sanctions());
        var ben = await(store.rosters().standing("r", "ben", 4_999));
        assertEquals(
                List.of(RoomAccess.PRIVATE, RoomRole.READER, 3),
                List.of(ben.access(), ben.role(), ben.mute().rank()));
        assertEquals(null, await(store.rosters().standing("r", "ben", 5_000)).mute());
        assertEquals(null, await(store.rosters().standing("r", "dee", 0)).role());
        store = crash();
        assertEquals(roster, await(store.rosters().roster("r", 4_999)));
        assertEquals(PRIVATE, await(store.log().claim("r", "other")).options());
    }

    @Test
    void oneWhoWasRemovedIsNoMemberButRemembered() {
        commit("r", 1, members(List.of("ann", "owner", "ann"), List.of("ben", "member", "ann")));
        commit("r", 1, members(Arrays.asList("ben", Rosters.REMOVED, null)));
        assertEquals(
                Map.of("ann", RoomRole.OWNER),
                await(store.rosters().roster("r", 0)).members());
        assertEquals(1, await(store.rosters().count("r")));
        assertEquals(
                List.of("ann"),
                await(store.rosters().members("r", "", 9)).stream()
                        .map(Rosters.StoredMember::user)
                        .toList());
        assertEquals(Optional.of(0L), await(store.rosters().removedAt("r", "ben")));
        assertEquals(List.of(), await(store.rosters().roomsOf("ben", 0, 9)));
        assertEquals(List.of("r"), await(store.rosters().roomsOf("ann", 0, 9)));
    }

    @Test
    void invitationsAreFoundByTheirHash() {
        commit(
                "r",
                1,
                new Effect.PutRows(
                        RosterTables.INVITATIONS,
                        List.of(
                                Arrays.asList("h1", "member", "ann", 3L, null, 9_000L, 1L),
                                List.of("h2", "reader", "ann", 0L, 2L, 10L, 0L),
                                List.of("h4", "reader", "ann", 0L, 0L, 20L, 0L))));
        assertEquals(
                Optional.of(new Rosters.Invitation("r", "h1", 3, RoomRole.MEMBER, "ann", null, 9_000, true)),
                await(store.rosters().invitation("h1")));
        assertEquals(2, await(store.rosters().invitation("h2")).orElseThrow().usesLeft());
        assertEquals(Optional.empty(), await(store.rosters().invitation("h3")));
        assertEquals(1, await(store.rosters().countInvitations("r", 10)), "one is over, one is used up");
        assertEquals(List.of("h2"), await(store.rosters().expiredInvitations("r", 10, 9)));
    }

    @Test
    void theAuditTrailIsReadLatestFirstInPages() {
        commit(
                "r",
                1,
                new Effect.PutRows(
                        RosterTables.AUDIT,
                        List.of(
                                Arrays.asList("a", 1L, "ann", "muted", "ben", null),
                                Arrays.asList("b", 2L, "ann", "deleted", null, 7L),
                                Arrays.asList("c", 2L, "ann", "kicked", "ben", null))));
        List<Rosters.AuditEntry> page = await(store.rosters().audit("r", Long.MAX_VALUE, "", 2));
        assertEquals(
                List.of("c", "b"), page.stream().map(Rosters.AuditEntry::id).toList());
        assertEquals(new Rosters.AuditEntry("b", 2, "ann", "deleted", null, 7L), page.get(1));
        assertEquals(
                List.of("a"),
                await(store.rosters().audit("r", 2, "b", 2)).stream()
                        .map(Rosters.AuditEntry::id)
                        .toList());
    }

    @Test
    void anAuditTrailLosesItsOldestEntries() {
        for (String room : List.of("r", "s", "t")) {
            if (!room.equals("r")) {
                await(store.log().claim(room, "node"));
            }
            int entries = room.equals("s") ? 2 : 4;
            List<List<Object>> rows = new ArrayList<>();
            for (int n = 1; n <= entries; n++) {
                rows.add(Arrays.asList("id" + n, n / 2L, "ben", "made", null, null)); // two in each millisecond
            }
            commit(room, 1, new Effect.PutRows(RosterTables.AUDIT, rows));
        }
        AuditTrails trails = new AuditTrails(store.database());
        List<AuditTrails.Surplus> first = await(trails.surplus("", 2, 2));
        assertEquals(List.of(new AuditTrails.Surplus("r", 1L, "id2"), new AuditTrails.Surplus("s", null, null)), first);
        assertEquals(List.of(new AuditTrails.Surplus("t", 1L, "id2")), await(trails.surplus("s", 2, 2)));
        assertEquals(List.of(), await(trails.surplus("t", 2, 2)));
        await(trails.drop(first));
        assertEquals(List.of("id4", "id3"), trail("r"));
        assertEquals(List.of("id2", "id1"), trail("s"));
        assertEquals(List.of("id4", "id3", "id2", "id1"), trail("t"));
    }

    private List<String> trail(String room) {
        return await(store.rosters().audit(room, Long.MAX_VALUE, "", 9)).stream()
                .map(Rosters.AuditEntry::id)
                .toList();
    }

    @Test
    void removalsAreReadByTheClockOfTheStore() {
        assertEquals(0, await(store.rosters().lastRemovalAt()));
        commit("r", 1, new Effect.PutRows(RosterTables.REMOVALS, List.of(List.of(0L))));
        long at = await(store.rosters().lastRemovalAt());
        assertTrue(Math.abs(at - System.currentTimeMillis()) < 60_000, () -> "at " + at);
        assertEquals(
                List.of(new Rosters.StoredRemoval("r", 0, false, at)),
                await(store.rosters().removals(at - 1, 9)));
        assertEquals(List.of(), await(store.rosters().removals(at, 9)));
        await(store.rosters().forgetRemovals(1_000));
        assertEquals(1, await(store.rosters().removals(0, 9)).size());
    }

    @Test
    void theSecretOfDirectRoomsStays() {
        String secret = await(store.rosters().directSecret());
        assertTrue(secret.length() >= 32);
        store = crash();
        assertEquals(secret, await(store.rosters().directSecret()));
    }

    @Test
    void roomsAreListedForThoseWhoMayEnter() {
        for (String room : List.of("a", "b", "c", "direct:x", "direct:y", "e")) {
            await(store.log().claim(room, "node"));
        }
        await(store.log().commit(said("a", 1, "1")));
        for (String room : List.of("b", "c")) {
            await(store.log().commit(roomEvent(room, 1, RoomChange.none(), new Effect.SetOptions(PRIVATE))));
        }
        commit("b", 1, members(List.of("ben", "moderator", "ann")));
        commit("c", 1, members(List.of("cyd", "owner", "cyd"), Arrays.asList("ben", Rosters.REMOVED, null)));
        for (String direct : List.of("direct:x", "direct:y")) {
            await(store.log()
                    .commit(roomEvent(
                            direct,
                            1,
                            RoomChange.none().member("ann", RoomRole.MEMBER),
                            new Effect.SetOptions(PRIVATE),
                            members(List.of("ann", "member", "ann"), List.of("ben", "member", "ann")))));
        }
        await(store.log().commit(said("direct:y", 1, "1")));

        assertEquals(List.of("a", "b", "direct:y"), listed(new RoomFilter("ben", false)));
        assertEquals(List.of("a", "direct:x", "direct:y"), listed(new RoomFilter("ann", false)));
        assertEquals(List.of("a"), listed(new RoomFilter("dee", false)));
        assertEquals(List.of("a", "b", "c"), listed(RoomFilter.ALL));
        assertEquals(List.of("a", "b", "c", "direct:y"), listed(new RoomFilter("ben", true)));
        List<RoomSummary> two = await(store.history().rooms(NameRange.ALL.after("a"), new RoomFilter("ben", false), 1));
        assertEquals(List.of(new RoomSummary("b", 1, PRIVATE, 5_000, RoomRole.MODERATOR)), two);
        assertEquals(Optional.of(1_000L), await(store.history().room("a")).map(RoomSummary::lastAt));
        store = crash();
        assertEquals(List.of("a", "b", "direct:y"), listed(new RoomFilter("ben", false)));
    }

    private List<String> listed(RoomFilter filter) {
        return await(store.history().rooms(NameRange.ALL, filter, 100)).stream()
                .map(RoomSummary::room)
                .toList();
    }

    @Test
    void whatIsNotRetainedIsInNoRead() {
        fill();
        assertEquals(
                stored(9).getClass(), commit("r", 1, new Effect.Retain(4, null)).getClass());
        assertGoneBelowFour();
        store = crash();
        assertGoneBelowFour();
        while (await(store.log().erase("r"))) {
            assertGoneBelowFour();
        }
        assertGoneBelowFour();
        Claim claim = await(store.log().claim("r", "other"));
        assertEquals(List.of(4L, 9L, true), List.of(claim.first(), claim.seq(), claim.exists()));
    }

    /** m1, its reaction, an answer; m4 with an edit, a patch; m7, a custom event, m9. */
    private void fill() {
        Turn asking = turn("r", "t1");
        commit(asked("r", 1, "m1", asking));
        commit(reacted(1, "x", ANN, 1, "👍", true));
        commit(answered(asking, 1, "answer", 3_000, new TokenUsage(3, 4, false)));
        commit(said("r", 1, "m4"));
        commit(edited(1, "e5", ANN, 4, "new"));
        commit(patched(1, "p6", "{\"a\":1}", null));
        commit(said("r", 1, "m7"));
        commit(Appends.commit(
                "r", 1, 1_000, EventType.EVENT, "c8", true, ANN, "d", "{\"name\":\"n\",\"data\":1}", List.of(), null));
        commit(said("r", 1, "m9"));
    }

    private void assertGoneBelowFour() {
        assertEquals(List.of(4L, 5L, 6L, 7L, 8L, 9L), seqs(await(store.history().eventsAfter("r", 0, 99))));
        assertEquals(List.of(4L, 5L), seqs(await(store.history().eventsAfter("r", 2, 2))));
        assertEquals(List.of(4L, 7L, 9L), seqs(await(store.history().messagesBefore("r", 99, 99))));
        assertEquals(List.of(7L, 9L), seqs(await(store.history().messagesBefore("r", 99, 2))));
        assertEquals(List.of(), seqs(await(store.history().messagesBefore("r", 4, 9))));
        assertEquals(List.of(4L, 7L), seqs(await(store.history().messagesAfter("r", 0, 2))));
        assertEquals(Optional.empty(), await(store.history().seqOf("r", "m1")));
        assertEquals(Optional.of(4L), await(store.history().seqOf("r", "m4")));
        assertEquals(List.of(), await(store.turns().turns("r", Long.MAX_VALUE, 9)));
        assertEquals(Optional.empty(), await(store.turns().turn("r", "t1")));
        assertEquals(9, await(store.history().room("r")).orElseThrow().seq());
    }

    private static List<Long> seqs(List<Event> events) {
        return events.stream().map(Event::seq).toList();
    }

    @Test
    void theStateOutlivesTheChangesThatMadeIt() {
        fill();
        commit("r", 1, new Effect.Retain(8, "{\"a\":1}"));
        StoredState state = await(store.history().state("r"));
        assertEquals(List.of("{\"a\":1}", List.of()), List.of(state.snapshot(), state.changes()));
        assertEquals(List.of(), await(store.history().stateChangesBefore("r", 99, 9)));
        commit(patched(1, "p10", "{\"b\":2}", null));
        assertEquals(1, await(store.history().state("r")).changes().size());
    }

    @Test
    void aFirstThatWasPassedChangesNothing() {
        fill();
        commit("r", 1, new Effect.Retain(7, null));
        commit("r", 1, new Effect.Retain(3, null));
        assertEquals(7, await(store.log().claim("r", "other")).first());
        assertEquals(List.of(7L, 8L, 9L), seqs(await(store.history().eventsAfter("r", 0, 99))));
    }

    @Test
    void aCutIsFoundByTheAgeOfEvents() {
        fill(); // ts: 2000, 6000, 3000, 1000, 6000, 6000, 1000, 1000, 1000
        assertEquals(2, await(store.history().cut("r", 6_000, 99)));
        assertEquals(1, await(store.history().cut("r", 2_000, 99)));
        assertEquals(10, await(store.history().cut("r", 6_001, 99)));
        assertEquals(5, await(store.history().cut("r", 6_001, 5)));
        commit("r", 1, new Effect.Retain(7, null));
        assertEquals(10, await(store.history().cut("r", 1_001, 99)));
        assertEquals(7, await(store.history().cut("r", 1_000, 99)));
    }

    @Test
    void roomsAreDueWhoseFirstEventIsTooOld() {
        fill();
        assertEquals(List.of(), await(store.history().dueForRetention(1L << 40, 9)));
        commit("r", 1, new Effect.SetOptions(RoomOptions.NONE.with(new JsonObject().put("retention", 1_000))));
        assertEquals(List.of(), await(store.history().dueForRetention(3_020, 9)));
        assertEquals(List.of("r"), await(store.history().dueForRetention(3_021, 9)));
        commit("r", 1, new Effect.Retain(10, "{\"a\":1}"));
        assertEquals(List.of(), await(store.history().dueForRetention(1L << 40, 9)));
        assertTrue(await(store.history().room("r")).isPresent(), "its options are set");
    }

    @Test
    void idsAreRememberedForADay() {
        long now = System.currentTimeMillis();
        commit(at(now, "young"));
        commit(at(now - 25 * 3_600_000L, "old"));
        commit(at(now, "kept"));
        commit("r", 1, new Effect.Retain(3, null));
        while (await(store.log().erase("r"))) {}
        assertEquals(
                Optional.of(1L),
                await(store.history().sent("r", "ann", "young")).map(Sent::seq));
        assertEquals(new Committed.Duplicate(1, now, true), await(store.log().commit(at(now, "young"))));
        assertEquals(List.of(3L), seqs(await(store.history().eventsAfter("r", 0, 9))));
    }

    private static Commit at(long ts, String id) {
        return Appends.commit(
                "r", 1, ts, EventType.MESSAGE, id, true, ANN, "digest of " + id, "{\"text\":\"x\"}", List.of(), null);
    }

    @Test
    void aDeletedRoomIsGoneWithAllThatItHolds() {
        fill();
        commit("r", 1, new Effect.SetOptions(PRIVATE), members(List.of("ann", "owner", "ann")));
        Turn running = turn("r", "t2");
        commit(asked("r", 1, "m10", running));
        assertEquals(
                stored(11),
                await(store.log()
                        .commit(roomEvent(
                                "r",
                                1,
                                RoomChange.none().deleted(),
                                new Effect.DeleteRoom(),
                                new Effect.DeleteRows(RosterTables.MEMBERS, List.of(), List.of())))));
        assertGone();
        store = crash();
        assertGone();
        while (await(store.log().erase("r"))) {
            assertGone();
        }
        assertGone();
        Claim claim = await(store.log().claim("r", "other"));
        assertEquals(
                List.of(12L, 11L, false, RoomOptions.NONE, List.of()),
                List.of(claim.first(), claim.seq(), claim.exists(), claim.options(), claim.turns()));
        assertEquals(stored(12), await(store.log().commit(said("r", claim.epoch(), "again"))));
        assertEquals(List.of(12L), seqs(await(store.history().eventsAfter("r", 0, 99))));
        assertEquals(List.of(12L), seqs(await(store.history().messagesBefore("r", 99, 99))));
        assertEquals(List.of("r"), listed(RoomFilter.ALL));
    }

    private void assertGone() {
        assertEquals(List.of(), await(store.history().eventsAfter("r", 0, 99)));
        assertEquals(List.of(), await(store.history().messagesBefore("r", 99, 99)));
        assertEquals(List.of(), await(store.history().messagesAfter("r", 0, 99)));
        assertEquals(Optional.empty(), await(store.history().seqOf("r", "m4")));
        assertEquals(StoredState.NONE, await(store.history().state("r")));
        assertEquals(List.of(), await(store.turns().turns("r", Long.MAX_VALUE, 9)));
        assertEquals(List.of(), await(store.turns().roomsWithOpenTurns(9)));
        assertEquals(Optional.empty(), await(store.history().room("r")));
        assertEquals(RoomOptions.NONE, await(store.history().options("r")));
        assertEquals(List.of(), listed(RoomFilter.ALL));
        assertEquals(Map.of(), await(store.rosters().roster("r", 0)).members());
        assertEquals(11, await(store.history().positions(List.of("r"))).get("r").seq(), "the number stays");
    }

    @Test
    void aModeratorsDeleteHasItsAuditEntryBesideIt() {
        commit(said("r", 1, "m"));
        Commit plain = deleted(1, "d", BEN, 1, true);
        Effect audit =
                new Effect.PutRows(RosterTables.AUDIT, List.of(Arrays.asList("a", 1L, "ben", "deleted", "ann", 1L)));
        Commit told = new Commit(
                "r",
                1,
                plain.ts(),
                plain.cause(),
                plain.events(),
                List.of(plain.effects().get(0), audit));
        assertEquals(stored(2), await(store.log().commit(told)));
        assertEquals(1, await(store.rosters().audit("r", Long.MAX_VALUE, "", 9)).size());
        Commit again = new Commit(
                "r",
                1,
                plain.ts(),
                null,
                plain.events(),
                List.of(
                        plain.effects().get(0),
                        new Effect.PutRows(
                                RosterTables.AUDIT, List.of(Arrays.asList("b", 1L, "ben", "deleted", "ann", 1L)))));
        assertNotEquals(stored(3), await(store.log().commit(again)));
        assertEquals(
                1, await(store.rosters().audit("r", Long.MAX_VALUE, "", 9)).size(), "what is refused writes nothing");
    }

    @Test
    void aGuestWhoBecameAUserKeepsWhatWasSaid() {
        commit(said("r", 1, "g1", GUEST, "d"));
        commit(said("r", 1, "m2"));
        await(store.sessions()
                .put(new StoredSession(
                        "key", "guest-1", "Gus", null, "guest", null, System.currentTimeMillis() + 60_000)));
        await(store.sessions().adopt("guest-1", "ben", "Ben", "key"));
        assertEquals(Optional.empty(), await(store.sessions().find("key")));
        for (int pass = 0; pass < 2; pass++) {
            Event first = await(store.history().eventsAfter("r", 0, 9)).get(0);
            assertEquals(BEN, first.from());
            assertEquals(
                    BEN, await(store.history().messagesBefore("r", 9, 9)).get(0).from());
            assertEquals(
                    ANN, await(store.history().messagesBefore("r", 9, 9)).get(1).from());
            store = crash();
        }
        assertEquals(stored(3), await(store.log().commit(edited(1, "e", BEN, 1, "mine"))));
        assertEquals(
                "mine",
                new JsonObject(await(store.history().eventsAfter("r", 0, 1))
                                .get(0)
                                .body())
                        .getString("text"));
        assertEquals(stored(4), await(store.log().commit(deleted(1, "d", BEN, 1, false))));
        assertFalse(await(store.log().commit(deleted(1, "f", BEN, 2, false))) instanceof Committed.Stored);
    }

    @CanIgnoreReturnValue
    private Committed commit(String room, long epoch, Effect... effects) {
        return await(store.log().commit(change(room, epoch, effects)));
    }

    private void commit(Commit commit) {
        assertTrue(await(store.log().commit(commit)) instanceof Committed.Stored, commit::toString);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // it only reads them
    private static Effect members(List<Object>... rows) {
        return new Effect.PutRows(RosterTables.MEMBERS, List.of(rows));
    }

    private static Commit roomEvent(String room, long epoch, RoomChange change, Effect... effects) {
        return new Commit(
                room,
                epoch,
                5_000,
                null,
                List.of(new Commit.NewEvent(EventType.ROOM, "room-event", ANN, change.body())),
                List.of(effects));
    }
}
