package dev.parley.store;

import static dev.parley.store.Appends.AMENDED_AT;
import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.BOT;
import static dev.parley.store.Appends.asked;
import static dev.parley.store.Appends.deleted;
import static dev.parley.store.Appends.edited;
import static dev.parley.store.Appends.patched;
import static dev.parley.store.Appends.reacted;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.stored;
import static dev.parley.store.Appends.turn;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Reaction;
import dev.parley.model.Refusal;
import dev.parley.model.TurnProgress;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store must do with edits, deletes, reactions, custom events and shared state. All in one room, r. */
public abstract class AmendmentsContract extends OneRoomContract {
    protected static final Author BEN = new Author("ben", "Ben", Author.Kind.USER);
    protected static final Author GUEST = new Author("guest-1", "Gus", Author.Kind.USER, true);
    private static final String DELETED = "{\"deleted\":true}";

    @Test
    void anEditReplacesTheTextAndKeepsTheRest() {
        String body = "{\"text\":\"was\",\"replyTo\":\"7\",\"mentions\":[\"bob\"]}";
        commit(message("m", ANN, body));
        assertEquals(stored(2), commit(edited(1, "e", ANN, 1, "is \"🌊\" \u0000")));
        Event edited = event(1);
        assertEquals(
                new JsonObject(body).put("text", "is \"🌊\" \u0000").put("editedAt", AMENDED_AT),
                new JsonObject(edited.body()));
        assertEquals(
                List.of("m", 1_000L, ANN, EventType.MESSAGE),
                List.of(edited.id(), edited.ts(), edited.from(), edited.type()));
        assertEquals(List.of(edited), await(store.history().messagesBefore("r", 9, 9)));
        assertEquals(List.of(edited), await(store.history().messagesAfter("r", 0, 9)));
        assertEquals(stored(3), commit(edited(1, "f", ANN, 1, "again")));
        assertEquals("again", json(1).getString("text"));
    }

    @Test
    void theEventOfAnEditShowsThePresentTextUntilTheMessageIsDeleted() {
        commit(said("r", 1, "m"));
        commit(edited(1, "e", ANN, 1, "one"));
        commit(edited(1, "f", ANN, 1, "two"));
        JsonObject shown = new JsonObject().put("target", 1).put("text", "two");
        assertEquals(List.of(shown, shown), List.of(json(2), json(3)));
        commit(said("r", 1, "n"));
        commit(edited(1, "g", ANN, 4, "three"));
        assertEquals(List.of(shown, new JsonObject().put("target", 4).put("text", "three")), List.of(json(2), json(5)));
        commit(deleted(1, "d", ANN, 1, false));
        assertEquals(List.of(new JsonObject().put("target", 1), "three"), List.of(json(3), json(5).getString("text")));
    }

    @Test
    void onlyAPersonsOwnMessageIsEdited() {
        commit(said("r", 1, "m", ANN, "d"));
        commit(said("r", 1, "g", GUEST, "d"));
        commit(message("a", BOT, EventType.ANSWER, "{\"text\":\"!\"}"));
        commit(message("x", ANN, EventType.EVENT, "{\"name\":\"n\",\"data\":1}"));
        commit(message("u", ANN, "of.another.kind", "{}"));
        commit(message("s", new Author("ann", "Ann", Author.Kind.SYSTEM), "{\"text\":\"server\"}"));
        assertEquals(refused(Code.FORBIDDEN), commit(edited(1, "e1", BEN, 1, "t")));
        assertEquals(refused(Code.FORBIDDEN), commit(edited(1, "e2", BOT, 3, "t")), "an answer, even by its sender");
        assertEquals(refused(Code.FORBIDDEN), commit(edited(1, "e3", ANN, 6, "t")), "not of a person");
        for (long none : new long[] {Long.MIN_VALUE, -1, 0, 4, 5, 7, 1L << 40, Long.MAX_VALUE}) {
            assertEquals(refused(Code.NOT_FOUND), commit(edited(1, "e4", ANN, none, "t")), "target " + none);
        }
        assertEquals(stored(7), commit(edited(1, "e5", GUEST, 2, "t")), "what was refused took no number");
        commit(deleted(1, "d", ANN, 1, false));
        assertEquals(refused(Code.FORBIDDEN), commit(edited(1, "e6", BEN, 1, "t")));
        assertEquals(refused(Code.CONFLICT), commit(edited(1, "e7", ANN, 1, "t")));
        assertEquals(refused(Code.NOT_FOUND), commit(edited(1, "e8", ANN, 8, "t")), "what told of it is no message");
        assertEquals(DELETED, event(1).body());
    }

    @Test
    void ofADeletedEventIdNumberSenderAndTimeAreLeft() {
        commit(message("m", ANN, "{\"text\":\"x\",\"replyTo\":\"7\",\"mentions\":[\"bob\"]}"));
        commit(message("a", BOT, EventType.ANSWER, "{\"text\":\"!\",\"turn\":\"t\",\"prompt\":1,\"reason\":\"done\"}"));
        commit(message("x", ANN, EventType.EVENT, "{\"name\":\"n\",\"data\":{\"a\":1}}"));
        commit(reacted(1, "r1", BEN, 1, "👍", true));
        assertEquals(stored(5), commit(deleted(1, "d1", ANN, 1, false)));
        assertEquals(stored(6), commit(deleted(1, "d2", BEN, 2, true)));
        assertEquals(stored(7), commit(deleted(1, "d3", ANN, 3, false)));
        assertEquals(new Event("r", 1, 1_000, EventType.MESSAGE, "m", ANN, DELETED), event(1));
        assertEquals(new JsonObject(DELETED).put("turn", "t").put("reason", "done"), json(2));
        assertEquals(DELETED, event(3).body());
        assertEquals(List.of("m", "a"), ids(await(store.history().messagesBefore("r", 99, 9))));
        assertEquals(Optional.of(1L), await(store.history().seqOf("r", "m")));
        assertEquals(new JsonObject().put("target", 1), json(5));
        store = crash();
        assertEquals(List.of(DELETED, DELETED), List.of(event(1).body(), event(3).body()));
        assertEquals(List.of(), event(1).reactions());
    }

    @Test
    void aDeleteNeedsARightAndSomethingToDelete() {
        commit(said("r", 1, "m"));
        commit(message("a", BOT, EventType.ANSWER, "{\"text\":\"!\",\"turn\":\"t\",\"reason\":\"done\"}"));
        commit(reacted(1, "x", ANN, 1, "👍", true));
        commit(patched(1, "p", "{}", null));
        assertEquals(refused(Code.FORBIDDEN), commit(deleted(1, "d1", BEN, 1, false)));
        assertEquals(refused(Code.FORBIDDEN), commit(deleted(1, "d2", BOT, 2, false)), "of no person");
        for (long none : new long[] {-1, 0, 3, 4, 5, Long.MAX_VALUE}) {
            assertEquals(refused(Code.NOT_FOUND), commit(deleted(1, "d3", ANN, none, true)), "target " + none);
        }
        List<Future<Committed>> atOnce = List.of(
                store.log().commit(deleted(1, "d4", ANN, 1, false)),
                store.log().commit(deleted(1, "d5", ANN, 1, false)),
                store.log().commit(deleted(1, "d6", BEN, 1, true)),
                store.log().commit(deleted(1, "d4", ANN, 1, false)),
                store.log().commit(reacted(1, "d7", BEN, 1, "👍", false)));
        assertEquals(
                List.of(
                        stored(5),
                        refused(Code.CONFLICT),
                        refused(Code.CONFLICT),
                        new Committed.Duplicate(5, AMENDED_AT, true),
                        refused(Code.CONFLICT)),
                atOnce.stream().map(each -> await(each)).toList());
        assertEquals(refused(Code.NOT_FOUND), commit(deleted(1, "d8", ANN, 5, true)), "the event of a delete");
    }

    @Test
    void aKeyIsForOneThingAndWhatWasRefusedHasNone() {
        commit(said("r", 1, "m"));
        commit(edited(1, "e", ANN, 1, "one"));
        commit(edited(1, "f", ANN, 1, "two"));
        assertEquals(new Committed.Duplicate(2, AMENDED_AT, true), commit(edited(1, "e", ANN, 1, "one")));
        assertEquals("two", json(1).getString("text"), "what comes again does nothing again");
        assertEquals(new Committed.Duplicate(2, AMENDED_AT, false), commit(edited(1, "e", ANN, 1, "other")));
        assertEquals(new Committed.Duplicate(2, AMENDED_AT, false), commit(deleted(1, "e", ANN, 1, false)));
        assertEquals(new Committed.Duplicate(1, 1_000, false), commit(edited(1, "m", ANN, 1, "x")), "a message's id");
        assertEquals(refused(Code.FORBIDDEN), commit(edited(1, "b", BEN, 1, "x")));
        assertEquals(stored(4), commit(said("r", 1, "b", BEN, "d")));
        commit(deleted(1, "d", ANN, 1, false));
        assertEquals(new Committed.Duplicate(1, 1_000, true), commit(said("r", 1, "m")), "a resend stores nothing");
        assertEquals(DELETED, event(1).body());
        assertEquals(new Committed.Duplicate(2, AMENDED_AT, true), commit(edited(1, "e", ANN, 1, "one")));
        assertEquals(new Committed.Fenced(1), commit(edited(2, "e", ANN, 1, "one")), "fenced before anything");
    }

    @Test
    void reactionsAreCountedInTheOrderOfTheirEmojis() {
        commit(said("r", 1, "m"));
        commit(said("r", 1, "n"));
        assertEquals(stored(3), commit(reacted(1, "1", ANN, 1, "👍", true)));
        assertEquals(new Committed.Unchanged(), commit(reacted(1, "2", ANN, 1, "👍", true)));
        assertEquals(new Committed.Unchanged(), commit(reacted(1, "3", BEN, 1, "👍", false)));
        commit(reacted(1, "4", ANN, 1, "🌊", true));
        commit(reacted(1, "5", BEN, 1, "👍", true));
        commit(reacted(1, "6", BEN, 2, "🌊", true));
        assertEquals(
                List.of(new Reaction("👍", 2, List.of("ann", "ben")), new Reaction("🌊", 1, List.of("ann"))),
                event(1).reactions());
        assertEquals(List.of(new Reaction("🌊", 1, List.of("ben"))), event(2).reactions());
        assertEquals(List.of(event(1), event(2)), await(store.history().messagesBefore("r", 99, 9)));
        assertEquals(List.of(event(1), event(2)), await(store.history().messagesAfter("r", 0, 9)));
        commit(reacted(1, "7", ANN, 1, "👍", false));
        assertEquals(
                List.of(new Reaction("👍", 1, List.of("ben")), new Reaction("🌊", 1, List.of("ann"))),
                event(1).reactions());
        commit(reacted(1, "8", BEN, 1, "👍", false));
        commit(reacted(1, "9", BEN, 1, "👍", true));
        store = crash();
        assertEquals(
                List.of(new Reaction("🌊", 1, List.of("ann")), new Reaction("👍", 1, List.of("ben"))),
                event(1).reactions(),
                "it came anew");
    }

    @Test
    void theFirstTenUsersOfAnEmojiAreListedWhoeverGoes() {
        commit(said("r", 1, "m"));
        List<String> users = IntStream.range(0, 13).mapToObj(n -> "u" + n).toList();
        users.forEach(user -> commit(reacted(1, "on", user(user), 1, "👍", true)));
        assertEquals(List.of(new Reaction("👍", 13, users.subList(0, 10))), event(1).reactions());
        commit(reacted(1, "off", user("u3"), 1, "👍", false));
        commit(reacted(1, "off", user("u12"), 1, "👍", false));
        List<String> left = new ArrayList<>(users.subList(0, 11));
        left.remove("u3");
        assertEquals(List.of(new Reaction("👍", 11, left)), event(1).reactions());
        commit(reacted(1, "again", user("u3"), 1, "👍", true));
        assertEquals(List.of(new Reaction("👍", 12, left)), event(1).reactions(), "behind the others");
    }

    @Test
    void aMessageHasAtMostTwentyEmojis() {
        commit(said("r", 1, "m"));
        for (int n = 0; n < Reaction.EMOJIS_MAX; n++) {
            commit(reacted(1, "e" + n, ANN, 1, "emoji" + n, true));
        }
        assertEquals(refused(Code.TOO_LARGE), commit(reacted(1, "x", ANN, 1, "one more", true)));
        assertEquals(new Committed.Unchanged(), commit(reacted(1, "y", ANN, 1, "one more", false)));
        assertEquals(stored(22), commit(reacted(1, "z", BEN, 1, "emoji7", true)), "another of one that is there");
        commit(reacted(1, "o", ANN, 1, "emoji3", false));
        assertEquals(stored(24), commit(reacted(1, "x", ANN, 1, "one more", true)));
        assertEquals(Reaction.EMOJIS_MAX, event(1).reactions().size());
        for (long none : new long[] {-1, 0, 2, 24, 25, Long.MAX_VALUE}) {
            assertEquals(refused(Code.NOT_FOUND), commit(reacted(1, "n", ANN, none, "👍", true)), "target " + none);
        }
    }

    @Test
    void theTurnsThatADeletedMessageStartedOrEndedKeepNoTools() {
        TurnProgress said = Appends.progress("said");
        commit(asked("r", 1, "q", turn("r", "t1"), turn("r", "t2")));
        commit(asked("r", 1, "p", turn("r", "t3")));
        for (String turn : List.of("t1", "t2", "t3")) {
            commit(Appends.change("r", 1, new Effect.StoreProgress(turn("r", turn), 1, said)));
        }
        commit(answer("t2", said));
        commit(answer("t3", said));
        commit(deleted(1, "d1", BEN, 4, true)); // the answer of t3
        assertEquals(List.of(said, said, TurnProgress.NONE), List.of(progress("t1"), progress("t2"), progress("t3")));
        commit(deleted(1, "d2", ANN, 1, true)); // the prompt of t1 and t2
        assertEquals(List.of(TurnProgress.NONE, TurnProgress.NONE), List.of(progress("t1"), progress("t2")));
        assertEquals(
                List.of("t1"),
                await(store.log().claim("r", "next")).turns().stream()
                        .map(open -> open.turn().id())
                        .toList(),
                "it still runs: its room ends it");
    }

    private Commit answer(String turn, TurnProgress progress) {
        String body = "{\"text\":\"!\",\"turn\":\"" + turn + "\",\"reason\":\"done\"}";
        TurnEnd end = new TurnEnd(turn("r", turn), EndReason.DONE, null, progress);
        return Appends.commit("r", 1, 3_000, EventType.ANSWER, "a" + turn, false, BOT, "d", body, List.of(), end);
    }

    private TurnProgress progress(String turn) {
        return await(store.turns().turn("r", turn)).orElseThrow().progress();
    }

    @Test
    void theStateIsTheLastSnapshotAndTheChangesSince() {
        assertEquals(StoredState.NONE, await(store.history().state("r")));
        assertEquals(StoredState.NONE, await(store.history().state("never claimed")));
        commit(patched(1, "p1", "{\"a\":1}", null));
        commit(said("r", 1, "m"));
        commit(patched(1, "p2", "{\"b\":2}", null));
        assertEquals(
                new StoredState(0, "{}", List.of(event(1), event(3))),
                await(store.history().state("r")));
        assertEquals("{\"patch\":{\"b\":2}}", event(3).body());
        commit(patched(1, "p3", "{\"a\":null}", "{\"b\":2}"));
        assertEquals(
                new StoredState(4, "{\"b\":2}", List.of()),
                await(store.history().state("r")));
        commit(patched(1, "p4", "{\"c\":3}", null));
        store = crash();
        assertEquals(
                new StoredState(4, "{\"b\":2}", List.of(event(5))),
                await(store.history().state("r")));
        assertEquals(
                List.of(event(3), event(4)), await(store.history().stateChangesBefore("r", 5, 2)), "the latest below");
        assertEquals(List.of(event(1)), await(store.history().stateChangesBefore("r", 3, 2)));
        assertEquals(List.of(), await(store.history().stateChangesBefore("r", 1, 2)));
        assertEquals(
                4,
                await(store.history().stateChangesBefore("r", Long.MAX_VALUE, 9))
                        .size());
    }

    @Test
    void whatASenderStoredIsFoundUnderItsKey() {
        commit(said("r", 1, "m"));
        commit(asked("r", 1, "server's"));
        commit(reacted(1, "e", BEN, 1, "👍", true));
        Commit unmarked = Appends.commit("r", 1, 9, EventType.EVENT, "x", true, ANN, null, "{}", List.of(), null);
        commit(unmarked);
        commit(deleted(1, "d", ANN, 1, false));
        assertEquals(
                Optional.of(new Sent(1, 1_000, "digest of m")),
                await(store.history().sent("r", "ann", "m")));
        assertEquals(Optional.empty(), await(store.history().sent("r", "ben", "m")));
        assertEquals(Optional.empty(), await(store.history().sent("r", "ann", "server's")), "no key of a sender");
        assertEquals(
                Optional.of(new Sent(3, AMENDED_AT, "react 1 👍 true")),
                await(store.history().sent("r", "ben", "e")));
        assertEquals(Optional.of(new Sent(4, 9, null)), await(store.history().sent("r", "ann", "x")));
        assertEquals(Optional.empty(), await(store.history().sent("s", "ann", "m")));
        assertTrue(await(store.history().sent("r", "ann", "m")).orElseThrow().isSame("digest of m"));
        assertFalse(await(store.history().sent("r", "ann", "x")).orElseThrow().isSame("d"));
    }

    @Test
    void messagesAreFoundAmongManyOtherEvents() {
        List<Future<Committed>> all = new ArrayList<>();
        for (int n = 1; n <= 600; n++) { // every 20th is a message
            all.add(store.log()
                    .commit(n % 20 == 0 ? said("r", 1, "m" + n) : message("x" + n, ANN, EventType.EVENT, "{\"n\":1}")));
        }
        all.forEach(each -> await(each));
        commit(deleted(1, "d", ANN, 40, false));
        commit(edited(1, "e", ANN, 60, "edited"));
        for (boolean again : new boolean[] {false, true}) {
            for (long before = 1; before <= 620; before += 13) {
                long last = Math.min(600, (before - 1) / 20 * 20);
                assertEquals(
                        IntStream.of(2, 1, 0)
                                .mapToLong(n -> last - 20L * n)
                                .filter(seq -> seq > 0)
                                .boxed()
                                .toList(),
                        seqs(await(store.history().messagesBefore("r", before, 3))));
                long first = before / 20 * 20 + 20;
                assertEquals(
                        IntStream.of(0, 1, 2)
                                .mapToLong(n -> first + 20L * n)
                                .filter(seq -> seq <= 600)
                                .boxed()
                                .toList(),
                        seqs(await(store.history().messagesAfter("r", before, 3))));
            }
            store = again ? store : crash();
        }
        assertEquals(DELETED, event(40).body());
        assertEquals("edited", json(60).getString("text"));
    }

    /** Several at once see each other, and one that cannot be done leaves none of the others half done. */
    @Test
    void whatIsPipelinedSeesWhatIsBeforeIt() {
        for (int round = 0; round < 20; round++) {
            long at = 8L * round;
            String id = "-" + round;
            List<Future<Committed>> all = List.of(
                    store.log().commit(said("r", 1, "m" + id)),
                    store.log().commit(edited(1, "e" + id, ANN, at + 1, "one")),
                    store.log().commit(reacted(1, "r" + id, BEN, at + 1, "👍", true)),
                    store.log().commit(said("r", 1, null)), // cannot be done: the others are done again without it
                    store.log().commit(edited(1, "f" + id, ANN, at + 1, "two")),
                    store.log().commit(reacted(1, "s" + id, BEN, at + 1, "👍", true)),
                    store.log().commit(said("r", 1, "n" + id)),
                    store.log().commit(reacted(1, "t" + id, BEN, at + 5, "🌊", true)),
                    store.log().commit(deleted(1, "d" + id, ANN, at + 5, false)),
                    store.log().commit(reacted(1, "u" + id, ANN, at + 1, "👍", true)),
                    store.log().commit(edited(1, "g" + id, ANN, at + 5, "late")));
            assertEquals(
                    Code.INTERNAL,
                    assertInstanceOf(Refusal.class, failure(all.get(3))).code());
            assertEquals(
                    List.of(
                            stored(at + 1),
                            stored(at + 2),
                            stored(at + 3),
                            stored(at + 4),
                            new Committed.Unchanged(),
                            stored(at + 5),
                            stored(at + 6),
                            stored(at + 7),
                            stored(at + 8),
                            refused(Code.CONFLICT)),
                    IntStream.range(0, all.size())
                            .filter(n -> n != 3)
                            .mapToObj(n -> await(all.get(n)))
                            .toList());
            assertEquals("two", json(at + 1).getString("text"));
            assertEquals(
                    List.of(new Reaction("👍", 2, List.of("ben", "ann"))),
                    event(at + 1).reactions());
            assertEquals(DELETED, event(at + 5).body());
        }
        List<Event> before = await(store.history().eventsAfter("r", 0, 1_000));
        store = crash();
        assertEquals(before, await(store.history().eventsAfter("r", 0, 1_000)));
        assertEquals(160, before.size());
    }

    private static Author user(String id) {
        return new Author(id, id, Author.Kind.USER);
    }

    private static Commit message(String id, Author from, String body) {
        return message(id, from, EventType.MESSAGE, body);
    }

    private static Commit message(String id, Author from, String type, String body) {
        return Appends.commit("r", 1, 1_000, type, id, true, from, "d", body, List.of(), null);
    }

    protected static Committed refused(Code code) {
        return new Committed.Refused(code);
    }

    /** What a reader is shown of one event. */
    protected final Event event(long seq) {
        return await(store.history().eventsAfter("r", seq - 1, 1)).get(0);
    }

    private JsonObject json(long seq) {
        return new JsonObject(event(seq).body());
    }

    @CanIgnoreReturnValue
    protected final Committed commit(Commit commit) {
        return await(store.log().commit(commit));
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    private static List<Long> seqs(List<Event> events) {
        return events.stream().map(Event::seq).toList();
    }
}
