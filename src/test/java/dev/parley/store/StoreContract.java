package dev.parley.store;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.answered;
import static dev.parley.store.Appends.asked;
import static dev.parley.store.Appends.end;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.turn;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import dev.parley.model.RoomOptions;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.room.log.Barrier;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every store must do. A home of the store extends it and says how to open one. */
@ExtendWith(VertxExtension.class)
public abstract class StoreContract {
    private static final long WAIT_SECONDS = 20;

    protected Vertx vertx;
    protected Store store;

    /** Opens the store of this test; called again after a close it finds what was there. */
    protected abstract Future<Store> open();

    /**
     * Changes what a closed store holds, behind its back, or asks what an open one does; the first column of the first
     * row, if any.
     */
    @CanIgnoreReturnValue
    protected abstract String change(String sql);

    /** Ends the store, whose callers all have their replies, as a crash does, and opens what it leaves. */
    protected abstract Store crash();

    /** Breaks the store while it is in use; null where that cannot be done. */
    protected Future<?> cut() {
        return null;
    }

    @BeforeEach
    void openStore(Vertx injected) {
        vertx = injected;
        store = await(open());
    }

    @AfterEach
    void closeStore() {
        await(store.close());
    }

    @Test
    void aNewRoomIsClaimedWithEpochOneAndNothingInIt() {
        assertEquals(Optional.empty(), await(store.history().room("r")));
        assertEquals(new Claim(1, 0, List.of(), false), await(store.log().claim("r", "a")));
        assertEquals(Optional.empty(), await(store.history().room("r")), "claimed, and nothing in it");
    }

    @Test
    void whatIsSetForARoomIsKeptByItsOwnerAlone() {
        assertEquals(RoomOptions.NONE, await(store.history().options("r")));
        RoomOptions first = new RoomOptions(Map.of("bot", new RoomOptions.ForAssistant("always", null)));
        RoomOptions second = new RoomOptions(Map.of(
                "bot", new RoomOptions.ForAssistant(null, "merge"),
                "owl", new RoomOptions.ForAssistant("never", "queue")));
        assertEquals(false, await(configure("r", 0, first)));
        claim("r");
        assertEquals(RoomOptions.NONE, await(store.history().options("r")));
        assertEquals(true, await(configure("r", 1, first)));
        assertEquals(first, await(store.history().options("r")));
        commit(said("r", 1, "a"));
        assertEquals(new Claim(2, 1, List.of(), true, first), await(store.log().claim("r", "b")));
        assertEquals(false, await(configure("r", 1, second)), "fenced");
        assertEquals(first, await(store.history().options("r")));
        assertEquals(true, await(configure("r", 2, second)));
        await(store.log().release("r", 2));
        assertEquals(
                new Claim(3, 1, List.of(), false, second), await(store.log().claim("r", "b")));
        assertEquals(true, await(configure("r", 3, RoomOptions.NONE)));
        assertEquals(RoomOptions.NONE, await(store.history().options("r")));
        assertEquals(RoomOptions.NONE, await(store.log().claim("s", "b")).options());
    }

    @Test
    void whatWasAppendedIsReadAsGiven() {
        claim("r");
        Author from = new Author("zoë/1", "Zoë 🌊 'q'", Author.Kind.USER);
        String body = "{ \"text\" : \"ein\\nZeichen 🌊 \\u0000\",\"n\":1.50 }";
        Commit append =
                Appends.commit("r", 1, 1_234, EventType.MESSAGE, "id 🌊", true, from, null, body, List.of(), null);
        assertEquals(Appends.stored(1), await(store.log().commit(append)));
        assertEquals(
                List.of(new Event("r", 1, 1_234, EventType.MESSAGE, "id 🌊", from, body)),
                await(store.history().eventsAfter("r", 0, 10)));
    }

    @Test
    void anEventOfATypeThatThisVersionDoesNotKnowIsAnEventLikeOthers() {
        claim("r");
        assertEquals(Appends.stored(1), commit("m1"));
        String body = "{\"emoji\":\"🌊\",\"on\":true}";
        Commit unknown = Appends.commit("r", 1, 1_000, "future.kind", "x", true, ANN, "digest", body, List.of(), null);
        assertEquals(Appends.stored(2), await(store.log().commit(unknown)));
        assertEquals(Appends.stored(3), commit("m2"));
        assertEquals(
                new Event("r", 2, 1_000, "future.kind", "x", ANN, body),
                await(store.history().eventsAfter("r", 1, 1)).get(0));
        assertEquals(List.of("m1", "m2"), ids(await(store.history().messagesBefore("r", 9, 10))));
        assertEquals(List.of("m1", "m2"), ids(await(store.history().messagesAfter("r", 0, 10))));
        assertEquals(Optional.empty(), await(store.history().seqOf("r", "x")), "it is no message");
        assertEquals(new Committed.Duplicate(2, 1_000, true), await(store.log().commit(unknown)));
    }

    private Committed commit(String id) {
        return await(store.log().commit(said("r", 1, id)));
    }

    @Test
    void concurrentAppendsOfManyRoomsAreNumberedInOrderWithoutHoles() {
        int rooms = 20;
        int each = 100;
        IntStream.range(0, rooms).forEach(r -> claim("r" + r));
        List<Future<Committed>> answers = new ArrayList<>();
        for (int n = 0; n < each; n++) {
            for (int r = 0; r < rooms; r++) {
                answers.add(store.log().commit(said("r" + r, 1, "m" + n)));
            }
        }
        await(Future.join(answers));
        for (int r = 0; r < rooms; r++) {
            List<Event> events = await(store.history().eventsAfter("r" + r, 0, each + 1));
            assertEquals(each, events.size());
            for (int n = 0; n < each; n++) {
                assertEquals(n + 1, events.get(n).seq());
                assertEquals("m" + n, events.get(n).id());
                assertEquals(Appends.stored(n + 1), answers.get(n * rooms + r).result());
            }
        }
    }

    @Test
    void answersArriveOnTheCallersContextInTheOrderOfTheCalls() {
        claim("r");
        int calls = 500;
        Context context = vertx.getOrCreateContext();
        List<Integer> order = new ArrayList<>();
        List<Context> contexts = new ArrayList<>();
        Promise<Void> all = Promise.promise();
        context.runOnContext(ignored -> {
            for (int n = 0; n < calls; n++) {
                int call = n;
                store.log().commit(said("r", 1, "m" + n)).onComplete(answer -> {
                    order.add(call);
                    contexts.add(Vertx.currentContext());
                    if (order.size() == calls) {
                        all.complete();
                    }
                });
            }
        });
        await(all.future());
        assertEquals(IntStream.range(0, calls).boxed().toList(), order);
        contexts.forEach(seen -> assertSame(context, seen));
    }

    @Test
    void anAnswerThatNobodyListensToYetIsNotHeardAheadOfTheOneBefore() throws InterruptedException {
        claim("r");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch durable = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        Promise<Void> all = Promise.promise();
        ((VertxInternal) vertx).createEventLoopContext().runOnContext(ignored -> {
            store.log().commit(said("r", 1, "a")).onComplete(answer -> order.add("a"));
            Future<Committed> second = store.log().commit(said("r", 1, "b"));
            asked.countDown();
            waitFor(durable); // a slow handler
            second.onComplete(answer -> {
                order.add("b");
                all.complete();
            });
        });
        asked.await();
        commit(said("r", 1, "c"));
        commit(said("r", 1, "d"));
        durable.countDown();
        await(all.future());
        assertEquals(List.of("a", "b"), order);
    }

    @Test
    void duplicatesAmongPipelinedAppendsTakeNoSeq() {
        claim("r");
        List<Future<Committed>> answers = new ArrayList<>();
        for (String id : List.of("a", "b", "a", "c", "b", "d")) {
            answers.add(store.log().commit(said("r", 1, id)));
        }
        await(Future.join(answers));
        assertEquals(
                List.of(
                        Appends.stored(1),
                        Appends.stored(2),
                        new Committed.Duplicate(1, 1_000, true),
                        Appends.stored(3),
                        new Committed.Duplicate(2, 1_000, true),
                        Appends.stored(4)),
                answers.stream().map(Future::result).toList());
        assertEquals(List.of("a", "b", "c", "d"), ids(await(store.history().eventsAfter("r", 0, 10))));
        assertEquals(new Committed.Duplicate(3, 1_000, true), commit(said("r", 1, "c")));
        assertEquals(Appends.stored(5), commit(said("r", 1, "e")));
    }

    @Test
    void anIdWithAnotherContentIsAConflict() {
        claim("r");
        commit(said("r", 1, "a"));
        assertEquals(
                new Committed.Duplicate(1, 1_000, false), commit(said("r", 1, "a", ANN, "digest of something else")));
    }

    @Test
    void anIdIsTheSendersOwnInOneRoom() {
        claim("r");
        claim("s");
        commit(said("r", 1, "a"));
        Author ben = new Author("ben", "Ben", Author.Kind.USER);
        assertEquals(Appends.stored(2), commit(said("r", 1, "a", ben, "d")));
        assertEquals(Appends.stored(1), commit(said("s", 1, "a")));
        assertEquals(Appends.stored(3), commit(asked("r", 1, "a")));
        assertEquals(Appends.stored(4), commit(asked("r", 1, "a")), "a server's id is no key");
    }

    @Test
    void aStaleEpochIsFenced() {
        assertEquals(new Committed.Fenced(0), commit(said("never claimed", 0, "a")));
        assertEquals(new Committed.Fenced(0), commit(said("never claimed", 1, "a")));
        claim("r");
        commit(said("r", 1, "a"));
        assertEquals(new Claim(2, 1, List.of(), true), await(store.log().claim("r", "b")));
        assertEquals(new Committed.Fenced(2), commit(said("r", 1, "late")));
        assertEquals(new Committed.Fenced(2), commit(said("r", 1, "a")));
        assertEquals(new Committed.Fenced(2), commit(said("r", 3, "early")));
        assertEquals(Appends.stored(2), commit(said("r", 2, "b")));
        assertEquals(List.of("a", "b"), ids(await(store.history().eventsAfter("r", 0, 10))));
    }

    @Test
    void aClaimBetweenPipelinedAppendsFencesThoseBehindIt() {
        claim("r");
        Future<Committed> before = store.log().commit(said("r", 1, "a"));
        Future<Claim> claim = store.log().claim("r", "b");
        Future<Committed> stale = store.log().commit(said("r", 1, "b"));
        Future<Committed> after = store.log().commit(said("r", 2, "c"));
        await(Future.join(before, claim, stale, after));
        assertEquals(Appends.stored(1), before.result());
        assertEquals(new Claim(2, 1, List.of(), true), claim.result());
        assertEquals(new Committed.Fenced(2), stale.result());
        assertEquals(Appends.stored(2), after.result());
    }

    @Test
    void aRoomThatWasGivenBackIsNotTakenOver() {
        claim("r");
        await(store.log().release("r", 1));
        assertEquals(Optional.empty(), await(store.log().owner("r")));
        assertFalse(await(store.log().claim("r", "b")).takenOver());
        assertEquals(Optional.of("b"), await(store.log().owner("r")));
        assertEquals(Optional.empty(), await(store.log().owner("unknown")));
        assertFalse(await(store.log().claim("r", "b")).takenOver());
        assertTrue(await(store.log().claim("r", "c")).takenOver());
    }

    @Test
    void positionsFollowClaimsAndAppends() {
        claim("r");
        claim("s");
        commit(said("r", 1, "a"));
        claim("r");
        assertEquals(
                Map.of("r", new Position(2, 1), "s", new Position(1, 0)),
                await(store.history().positions(List.of("r", "s", "unknown"))));
        assertEquals(Map.of(), await(store.history().positions(List.of())));
    }

    @Test
    void aReleaseKeepsTheEpoch() {
        claim("r");
        await(store.log().release("r", 1));
        await(store.log().release("r", 7));
        await(store.log().release("unknown", 1));
        assertEquals(Optional.empty(), await(store.history().room("unknown")));
        assertEquals(Appends.stored(1), commit(said("r", 1, "a")));
        assertEquals(2, await(store.log().claim("r", "b")).epoch());
    }

    @Test
    void aTurnStartsWithItsPromptAndEndsWithItsAnswer() {
        claim("r");
        commit(said("r", 1, "a"));
        assertEquals(Appends.stored(2), commit(asked("r", 1, "q", turn("r", "t1"), turn("r", "t2"))));
        assertEquals(List.of("r"), await(store.turns().roomsWithOpenTurns(10)));
        assertEquals(Appends.stored(3), commit(answered(turn("r", "t1"), 1, "x")));
        assertEquals(
                new Claim(
                        2,
                        3,
                        List.of(new OpenTurn(new Turn("r", "t2", "assistant", 2, 2, ANN, 0), TurnProgress.NONE)),
                        false),
                claim("r"));
        assertEquals(Appends.stored(4), commit(answered(new Turn("r", "t2", "assistant", 2, 2, ANN, 0), 2, "y")));
        assertEquals(List.of(), await(store.turns().roomsWithOpenTurns(10)));
        assertEquals(List.of(), claim("r").turns());
    }

    @Test
    void aTurnEndsOnceAndOnlyInItsAttempt() {
        claim("r");
        commit(asked("r", 1, "q", turn("r", "t")));
        claim("r");
        Turn second = new Turn("r", "t", "assistant", 2, 1, ANN, 0);
        assertEquals(new Committed.Refused(Code.NOT_FOUND), commit(answered(turn("r", "t"), 2, "old attempt")));
        assertEquals(new Committed.Refused(Code.NOT_FOUND), commit(answered(turn("r", "unknown"), 2, "no turn")));
        Future<Committed> first = store.log().commit(answered(second, 2, "x"));
        Future<Committed> again = store.log().commit(answered(second, 2, "y"));
        Future<Committed> next = store.log().commit(said("r", 2, "z"));
        await(Future.join(first, again, next));
        assertEquals(Appends.stored(2), first.result());
        assertEquals(new Committed.Refused(Code.NOT_FOUND), again.result());
        assertEquals(Appends.stored(3), next.result());
        assertEquals(List.of("q", "x", "z"), ids(await(store.history().eventsAfter("r", 0, 10))));
    }

    @Test
    void whatIsNotStoredNeitherStartsNorEndsATurn() {
        claim("r");
        Commit prompt =
                Appends.commit("r", 1, 1, EventType.MESSAGE, "q", true, ANN, "d", "{}", List.of(turn("r", "t")), null);
        commit(prompt);
        Commit resend = Appends.commit(
                "r", 1, 1, EventType.MESSAGE, "q", true, ANN, "d", "{}", List.of(turn("r", "u")), end(turn("r", "t")));
        assertEquals(new Committed.Duplicate(1, 1, true), commit(resend));
        assertEquals(
                List.of(new OpenTurn(new Turn("r", "t", "assistant", 2, 1, ANN, 0), TurnProgress.NONE)),
                claim("r").turns());
        Commit fenced = Appends.commit(
                "r", 1, 1, EventType.MESSAGE, "v", true, ANN, "d", "{}", List.of(turn("r", "v")), end(turn("r", "t")));
        assertEquals(new Committed.Fenced(2), commit(fenced));
        assertEquals(
                List.of(new OpenTurn(new Turn("r", "t", "assistant", 3, 1, ANN, 0), TurnProgress.NONE)),
                claim("r").turns());
    }

    @Test
    void aTurnsProgressIsKeptInItsAttemptAlone() {
        claim("r");
        commit(asked("r", 1, "q", turn("r", "t")));
        TurnProgress progress = Appends.progress("so far");
        assertTrue(await(storeProgress(1, turn("r", "t"), 1, progress)));
        assertEquals(progress, stored("t").progress());
        assertEquals(Optional.empty(), stored("t").ended());
        Turn second = turn("r", "t").at(1).nextAttempt();
        assertEquals(List.of(new OpenTurn(second, progress)), claim("r").turns());
        assertFalse(await(storeProgress(2, turn("r", "t"), 1, Appends.progress("too late"))));
        assertTrue(await(storeProgress(2, second, 3, Appends.progress("again"))));
        assertFalse(await(storeProgress(2, second, 2, Appends.progress("too late"))));
        assertFalse(await(storeProgress(2, turn("r", "unknown"), 1, progress)));
        assertEquals(second.nextAttempt(), stored("t").turn());
        assertEquals("again", stored("t").progress().text());
        commit(answered(second.nextAttempt(), 2, "x"));
        assertFalse(await(storeProgress(2, second.nextAttempt(), 3, progress)));
        assertEquals(TurnProgress.NONE, stored("t").progress());
    }

    @Test
    void whatARoomWritesOfATurnIsStoredInTheOrderOfTheCalls() {
        int turns = 100;
        List<Future<Boolean>> kept = new ArrayList<>();
        List<Future<Committed>> ended = new ArrayList<>();
        claim("r");
        for (int n = 0; n < turns; n++) {
            Turn turn = turn("r", "t" + n);
            Turn second = turn.nextAttempt();
            // Not waited for: an answer that was lost begins again, says something, and is stopped.
            ended.add(store.log().commit(asked("r", 1, "q" + n, turn)));
            kept.add(storeProgress(1, turn, 2, Appends.progress("again")));
            kept.add(storeProgress(1, second, 2, Appends.progress("one")));
            kept.add(storeProgress(1, second, 2, Appends.progress("two")));
            ended.add(store.log().commit(answered(second, 1, "a" + n)));
        }
        await(Future.join(kept));
        await(Future.join(ended));
        assertTrue(kept.stream().allMatch(Future::result));
        ended.forEach(end -> assertInstanceOf(Committed.Stored.class, end.result()));
        Future<Boolean> first = configure("r", 1, RoomOptions.NONE);
        Future<Claim> claimed = store.log().claim("r", "next");
        Future<Boolean> late = configure("r", 1, RoomOptions.NONE);
        await(Future.join(first, claimed, late));
        assertEquals(List.of(true, false), List.of(first.result(), late.result()));
    }

    @Test
    void aRoomThatCannotBeReadFailsAlone() {
        for (String room : List.of("a", "b", "c", "d")) {
            claim(room);
        }
        commit(asked("b", 1, "q", turn("b", "t")));
        await(storeProgress(1, turn("b", "t"), 1, Appends.progress("so far")));
        await(configure("d", 1, new RoomOptions(Map.of("bot", new RoomOptions.ForAssistant("always", null)))));
        await(store.close());
        change("UPDATE turns SET progress = '{' WHERE room = 'b'");
        change("UPDATE rooms SET options = '{' WHERE id = 'd'");
        store = await(open());
        Map<String, Future<Claim>> claims = new TreeMap<>();
        for (int round = 0; round < 20; round++) {
            for (String room : List.of("a", "b", "c", "d")) {
                claims.put(room + round, store.log().claim(room, "x"));
            }
        }
        Future<Boolean> kept = storeProgress(1, turn("b", "t"), 1, null);
        claims.forEach((room, claim) -> {
            if (room.startsWith("b") || room.startsWith("d")) {
                assertEquals(Code.INTERNAL, refused(() -> claim));
            } else {
                assertEquals(
                        Integer.parseInt(room.substring(1)) + 2, await(claim).epoch());
            }
        });
        assertEquals(Code.INTERNAL, refused(() -> kept));
        assertEquals(Appends.stored(1), commit(said("a", 21, "m")));
        assertTrue(store.health().up());
    }

    @Test
    void anOperationThatIsNotWholeFailsAlone() {
        claim("r");
        Commit good = said("r", 1, "good");
        List<Future<Committed>> broken = new ArrayList<>();
        List<Future<Committed>> whole = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            whole.add(store.log().commit(said("r", 1, "a" + n)));
            broken.add(store.log().commit(Appends.commit("r", 1, 1, null, "x", true, ANN, "d", "{}", List.of(), null)));
            broken.add(store.log()
                    .commit(Appends.commit(
                            "r", 1, 1, good.event().type(), "y", false, null, "d", "{}", List.of(), null)));
            whole.add(store.log().commit(said("r", 1, "b" + n)));
            broken.add(store.log()
                    .commit(Appends.commit(
                            "r", 1, 1, good.event().type(), "z", true, ANN, "d", null, List.of(), null)));
        }
        broken.forEach(answer -> assertEquals(Code.INTERNAL, refused(() -> answer)));
        for (int n = 0; n < whole.size(); n++) {
            assertEquals(Appends.stored(n + 1), await(whole.get(n)));
        }
        assertEquals(Appends.stored(whole.size() + 1), commit(good));
        assertTrue(store.health().up());
    }

    @Test
    void turnsAreListedByPromptWithHowTheyEnded() {
        claim("r");
        commit(asked("r", 1, "q", turn("r", "t1"), turn("r", "t2")));
        commit(asked("r", 1, "p", turn("r", "t3")));
        commit(answered(turn("r", "t2"), 1, "x"));
        assertEquals(
                List.of("t3", "t2", "t1"),
                await(store.turns().turns("r", Long.MAX_VALUE, 10)).stream()
                        .map(stored -> stored.turn().id())
                        .toList());
        assertEquals(
                List.of("t2"),
                await(store.turns().turns("r", 2, 1)).stream()
                        .map(stored -> stored.turn().id())
                        .toList());
        assertEquals(List.of(), await(store.turns().turns("s", Long.MAX_VALUE, 10)));
        StoredTurn over = stored("t2");
        assertEquals(2_000, over.startedAt());
        assertEquals(turn("r", "t2").at(1), over.turn());
        assertEquals(
                new StoredTurn.Ended(3, 3_000, EndReason.DONE, null),
                over.ended().orElseThrow());
        assertEquals(Optional.empty(), await(store.turns().turn("r", "unknown")));
    }

    @Test
    void usageIsCountedByUserRoomAndAssistant() {
        claim("r");
        claim("s");
        commit(asked("r", 1, "q", turn("r", "t1"), turn("r", "t2"), turn("r", "t3"), turn("r", "t4")));
        commit(asked("s", 1, "q", turn("s", "t1")));
        commit(Appends.answered(turn("r", "t1"), 1, "a", 4_000, new TokenUsage(10, 1, false)));
        commit(Appends.answered(turn("r", "t2"), 1, "b", 5_000, new TokenUsage(20, 2, true)));
        commit(Appends.answered(turn("r", "t3"), 1, "c", 6_000, null));
        commit(Appends.answered(turn("s", "t1"), 1, "d", 5_000, new TokenUsage(100, 5, false)));
        UsageQuery all = new UsageQuery(UsageQuery.By.ROOM, null, null, null, 0, 10_000, 10);
        assertEquals(
                List.of(new UsageRow("s", 1, 100, 5, 0, 3_000), new UsageRow("r", 3, 30, 3, 1, 9_000)),
                await(store.turns().usage(all)));
        assertEquals(
                List.of(new UsageRow("ann", 4, 130, 8, 1, 12_000)),
                await(store.turns()
                        .usage(new UsageQuery(UsageQuery.By.USER, "ann", null, "assistant", 0, 10_000, 10))));
        assertEquals(
                List.of(new UsageRow("assistant", 1, 20, 2, 1, 3_000)),
                await(store.turns().usage(new UsageQuery(UsageQuery.By.ASSISTANT, null, "r", null, 5_000, 6_000, 10))));
        assertEquals(
                List.of(),
                await(store.turns().usage(new UsageQuery(UsageQuery.By.USER, "bob", null, null, 0, 10_000, 10))));
    }

    private StoredTurn stored(String turn) {
        return await(store.turns().turn("r", turn)).orElseThrow();
    }

    @Test
    void oneBadAppendFailsAloneAndLeavesNothing() {
        claim("r");
        commit(asked("r", 1, "q", turn("r", "t")));
        Future<Committed> before = store.log().commit(said("r", 1, "a"));
        Future<Committed> bad = store.log().commit(asked("r", 1, "bad", turn("r", "t"))); // there is such a turn
        Future<Committed> worse = store.log().commit(said("r", 1, null));
        Future<Committed> after = store.log().commit(said("r", 1, "b"));
        await(before);
        await(after);
        assertEquals(Code.INTERNAL, refused(() -> bad));
        assertEquals(Code.INTERNAL, refused(() -> worse));
        assertEquals(Appends.stored(2), before.result());
        assertEquals(Appends.stored(3), after.result());
        assertEquals(List.of("q", "a", "b"), ids(await(store.history().eventsAfter("r", 0, 10))));
        assertTrue(store.health().up());
    }

    @Test
    void historyPagesBothWays() {
        claim("r");
        claim("r2");
        commit(said("r2", 1, "of another room"));
        for (int n = 1; n <= 9; n++) {
            commit(said("r", 1, "m" + n));
        }
        commit(asked("r", 1, "m10", turn("r", "t")));
        commit(answered(turn("r", "t"), 1, "m11"));
        assertEquals(List.of("m9", "m10", "m11"), ids(await(store.history().messagesBefore("r", Long.MAX_VALUE, 3))));
        assertEquals(List.of("m6", "m7", "m8"), ids(await(store.history().messagesBefore("r", 9, 3))));
        assertEquals(List.of("m1", "m2"), ids(await(store.history().messagesBefore("r", 3, 3))));
        assertEquals(List.of(), await(store.history().messagesBefore("r", 1, 3)));
        assertEquals(List.of("m1", "m2", "m3"), ids(await(store.history().messagesAfter("r", 0, 3))));
        assertEquals(List.of("m10", "m11"), ids(await(store.history().messagesAfter("r", 9, 3))));
        assertEquals(List.of(), await(store.history().messagesAfter("r", 11, 3)));
        assertEquals(List.of("m4", "m5"), ids(await(store.history().eventsAfter("r", 3, 2))));
        assertEquals(List.of(), await(store.history().eventsAfter("nowhere", 0, 2)));
    }

    @Test
    void aMessageIsFoundByItsId() {
        claim("r");
        commit(said("r", 1, "a"));
        commit(said("r", 1, "b"));
        commit(asked("r", 1, "server's"));
        commit(said("r", 1, "a", new Author("ben", "Ben", Author.Kind.USER), "d"));
        assertEquals(Optional.of(4L), await(store.history().seqOf("r", "a")), "the latest");
        assertEquals(Optional.of(2L), await(store.history().seqOf("r", "b")));
        assertEquals(Optional.of(3L), await(store.history().seqOf("r", "server's")));
        assertEquals(Optional.empty(), await(store.history().seqOf("r", "c")));
        assertEquals(Optional.empty(), await(store.history().seqOf("s", "a")));
    }

    /** A room to which {@link Appends#said} wrote last. */
    private static RoomSummary listed(String room, long seq) {
        return new RoomSummary(room, seq, RoomOptions.NONE, 1_000, null);
    }

    @Test
    void roomsAreListedByName() {
        for (String room : List.of("b", "a", "d", "c")) {
            claim(room);
        }
        commit(said("b", 1, "m"));
        assertEquals(
                List.of(listed("b", 1)),
                await(store.history().rooms(NameRange.ALL, RoomFilter.ALL, 3)),
                "entered is not made");
        commit(said("d", 1, "m"));
        commit(said("a", 1, "m"));
        commit(said("a", 1, "n"));
        assertTrue(await(configure("c", 1, new RoomOptions(Map.of()))));
        assertEquals(
                List.of(listed("a", 2), listed("b", 1), new RoomSummary("c", 0)),
                await(store.history().rooms(NameRange.ALL, RoomFilter.ALL, 3)));
        assertEquals(
                List.of(listed("d", 1)), await(store.history().rooms(NameRange.ALL.after("c"), RoomFilter.ALL, 3)));
        assertEquals(List.of(listed("b", 1)), await(store.history().rooms(NameRange.exactly("b"), RoomFilter.ALL, 3)));
        assertEquals(
                List.of(listed("b", 1), new RoomSummary("c", 0)),
                await(store.history().rooms(new NameRange("b", "d"), RoomFilter.ALL, 3)));
        assertEquals(List.of(), await(store.turns().roomsWithOpenTurns(3)));
    }

    @Test
    void sessionsArePutFoundEndedAndExpired() {
        StoredSession full = new StoredSession("k1", "u", "Uma", "p.png", "member", List.of("a*", "!b"), 100);
        StoredSession bare = new StoredSession("k2", "v", "Vic", null, "guest", null, 200);
        await(Future.join(store.sessions().put(full), store.sessions().put(bare)));
        assertEquals(Optional.of(full), await(store.sessions().find("k1")));
        assertEquals(Optional.of(bare), await(store.sessions().find("k2")));
        StoredSession longer = new StoredSession("k2", "v", "Vic", null, "guest", List.of(), 300);
        await(store.sessions().put(longer));
        assertEquals(Optional.of(longer), await(store.sessions().find("k2")));
        await(store.sessions().expire(300));
        assertEquals(Optional.empty(), await(store.sessions().find("k1")));
        assertEquals(Optional.of(longer), await(store.sessions().find("k2")));
        assertEquals(Set.of("k1", "k9"), await(store.sessions().endedAmong(List.of("k1", "k2", "k9"))));
        assertTrue(await(store.sessions().end("k2")));
        assertFalse(await(store.sessions().end("k2")));
        assertEquals(Optional.empty(), await(store.sessions().find("k2")));
    }

    @Test
    void openingAgainFindsEverything() {
        claim("r");
        commit(said("r", 1, "a"));
        commit(asked("r", 1, "q", turn("r", "t")));
        StoredSession session = new StoredSession("k", "u", "Uma", null, "member", null, 100);
        await(store.sessions().put(session));
        List<Event> before = await(store.history().eventsAfter("r", 0, 10));
        await(store.close());
        store = await(open());
        assertTrue(store.health().up());
        assertEquals(before, await(store.history().eventsAfter("r", 0, 10)));
        assertEquals(Optional.of(session), await(store.sessions().find("k")));
        assertEquals(new Committed.Duplicate(1, 1_000, true), commit(said("r", 1, "a")));
        assertEquals(
                new Claim(
                        2,
                        2,
                        List.of(new OpenTurn(new Turn("r", "t", "assistant", 2, 2, ANN, 0), TurnProgress.NONE)),
                        false),
                claim("r"));
    }

    @Test
    void closingFinishesWhatIsQueuedAndRefusesWhatComesLater() {
        claim("r");
        List<Future<Committed>> queued = IntStream.range(0, 1_000)
                .mapToObj(n -> store.log().commit(said("r", 1, "m" + n)))
                .toList();
        Future<Void> closed = store.close();
        assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "late"))));
        assertEquals(Code.UNAVAILABLE, refused(() -> store.history().eventsAfter("r", 0, 1)));
        await(closed);
        await(Future.all(queued));
        assertFalse(store.health().up());
        await(store.close());
        store = await(open());
        assertEquals(Optional.of(listed("r", 1_000)), await(store.history().room("r")));
    }

    @Test
    void itAnswersLikeTheModelWhateverIsAsked() {
        long seed = Long.getLong("parley.seed", System.nanoTime());
        await(store.close());
        change(StoreModel.CREATE_NOTES);
        store = await(open());
        new StoreLaw(new Home(), seed).check();
    }

    /** The room's memory is a number that each decision raises; some decisions are not possible. */
    @Test
    void noDecisionLooksAtWhatIsNotStoredWhileMessagesArePipelined() {
        await(store.close());
        change(StoreModel.CREATE_NOTES);
        store = await(open());
        claim("r");
        Barrier barrier = new Barrier();
        AtomicLong stored = new AtomicLong();
        List<Future<Committed>> decided = new ArrayList<>();
        Promise<Void> all = Promise.promise();
        vertx.runOnContext(ignored -> {
            List<Future<Committed>> messages = new ArrayList<>();
            for (int n = 0; n < Barrier.PENDING_MAX; n++) {
                boolean isPossible = n % 4 != 1;
                decided.add(barrier.decide(() -> {
                    long next = stored.get() + 1;
                    return store.log().commit(raised(next, isPossible)).onSuccess(committed -> {
                        if (committed instanceof Committed.Stored) {
                            stored.set(next);
                        }
                    });
                }));
                for (int m = 0; m < 5; m++) {
                    messages.add(store.log().commit(said("r", 1, "m" + n + "-" + m)));
                }
            }
            assertThrows(Refusal.class, () -> barrier.decide(Future::succeededFuture), "too many wait");
            Future.join(decided)
                    .compose(v -> Future.join(messages))
                    .<Void>mapEmpty()
                    .onComplete(all);
        });
        await(all.future());
        long possible = decided.stream()
                .filter(each -> each.result() instanceof Committed.Stored)
                .count();
        assertEquals(Barrier.PENDING_MAX * 3 / 4, possible);
        assertEquals("" + possible, change("SELECT size FROM notes WHERE room = 'r' AND name = 'count'"));
        List<String> raised = await(store.history().eventsAfter("r", 0, 1000)).stream()
                .filter(event -> event.type().equals("raised"))
                .map(Event::body)
                .toList();
        assertEquals(
                LongStream.rangeClosed(1, possible)
                        .mapToObj("{\"to\":%d}"::formatted)
                        .toList(),
                raised);
    }

    private static Commit raised(long to, boolean isPossible) {
        Effect put = new Effect.PutRows(StoreModel.NOTES, List.of(Arrays.asList("count", null, to)));
        Effect end = new Effect.StoreProgress(turn("r", "unknown"), 1, TurnProgress.NONE);
        Commit.NewEvent event = new Commit.NewEvent("raised", "raised " + to, ANN, "{\"to\":" + to + "}");
        return new Commit("r", 1, 5_000, null, List.of(event), isPossible ? List.of(put) : List.of(put, end));
    }

    @Test
    void aCommitOfATableThatIsNotThereFailsAlone() {
        claim("r");
        Effect nowhere = new Effect.PutRows(new Table("nowhere", List.of("room"), List.of("a")), List.of(List.of("x")));
        Effect wrong = new Effect.DeleteRows(new Table("rooms", List.of("room"), List.of("a")), List.of(), List.of());
        Future<Committed> before = store.log().commit(said("r", 1, "a"));
        List<Future<Committed>> bad = List.of(
                store.log().commit(Appends.change("r", 1, nowhere)),
                store.log().commit(Appends.change("r", 1, wrong, new Effect.SetOptions(RoomOptions.NONE))));
        Future<Committed> options = store.log().commit(Appends.change("r", 1, new Effect.SetOptions(RoomOptions.NONE)));
        Future<Committed> after = store.log().commit(said("r", 1, "b"));
        bad.forEach(each -> assertEquals(Code.INTERNAL, refused(() -> each)));
        assertEquals(
                List.of(Appends.stored(1), new Committed.Stored(2, 1), Appends.stored(2)),
                List.of(await(before), await(options), await(after)));
        assertTrue(store.health().up());
    }

    /** What the law knows of this test's store. */
    private final class Home implements StoreLaw.Home {
        @Override
        public Store store() {
            return store;
        }

        @Override
        public void crash() {
            store = StoreContract.this.crash();
        }

        @Override
        public Future<?> cut() {
            return StoreContract.this.cut();
        }

        @Override
        public String ask(String sql) {
            return change(sql);
        }
    }

    @CanIgnoreReturnValue
    protected final Claim claim(String room) {
        return await(store.log().claim(room, "node"));
    }

    private Future<Boolean> storeProgress(long epoch, Turn turn, int next, TurnProgress progress) {
        return store.log()
                .commit(Appends.change(turn.room(), epoch, new Effect.StoreProgress(turn, next, progress)))
                .map(Committed.Stored.class::isInstance);
    }

    private Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return store.log()
                .commit(Appends.change(room, epoch, new Effect.SetOptions(options)))
                .map(Committed.Stored.class::isInstance);
    }

    @CanIgnoreReturnValue
    protected final Committed commit(Commit append) {
        return await(store.log().commit(append));
    }

    protected static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    /** The code with which a call is refused. */
    protected static Code refused(Supplier<Future<?>> call) {
        Future<?> future = call.get();
        return assertInstanceOf(Refusal.class, failure(future)).code();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
