package dev.parley.store.sqlite;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.edited;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.turn;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Author;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.Appends;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.Sent;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.TurnEnd;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rooms do not keep any more leaves the store's files: texts at once, rows a day after they were written. */
@ExtendWith(VertxExtension.class)
class RetiredEventsTest {
    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final long DAY = RetiredEvents.REMEMBERED.toMillis();
    private static final String MARK = "mark-" + new Random().nextLong(1L << 40) + "-";
    private static final Author MARKED = new Author("ann", MARK + "Ann", Author.Kind.USER);
    private static final long UNMOVED = 4 << 20;

    @TempDir
    Path folder;

    /** Before a day has passed since the events were said. */
    private final AtomicLong clock = new AtomicLong(2_000);

    private Vertx vertx;
    private Store store;
    private long journal;

    @BeforeEach
    void take(Vertx injected) {
        vertx = injected;
    }

    @AfterEach
    void close() {
        await(store.close());
    }

    private Future<Store> open() {
        return SqliteStore.open(
                vertx,
                TestStore.config("sqlite:" + folder.resolve("parley.db"), "journal", journal),
                StoreObserver.NONE,
                clock::get);
    }

    private void open(long journalBytes) {
        journal = journalBytes;
        store = await(open());
        for (String room : List.of("r", "other")) {
            await(store.log().claim(room, "node"));
        }
    }

    /** Events in both rooms, some with edits, reactions and turns. */
    @CanIgnoreReturnValue
    private long fill(int count) {
        List<Future<?>> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String body = "{\"text\":\"" + MARK + "x".repeat(n % 7 == 0 ? 3_000 : 10) + "\"}";
            all.add(store.log().commit(message("m" + n, body)));
            all.add(store.log().commit(said("other", 1, "kept" + n)));
        }
        all.forEach(each -> await(each));
        commit(edited(1, "e", MARKED, 1, MARK + "edited"));
        commit(Appends.reacted(1, "x", MARKED, 2, "👍", true));
        commit(patched("{\"a\":\"" + MARK + "\"}"));
        Turn ended = turn("r", "ended");
        Turn running = turn("r", "running");
        long prompt = commit(asked("q1", ended));
        commit(end(1, prompt, ended));
        return commit(asked("q2", running));
    }

    /** Appends' own has the patch in its digest, which stays for a day. */
    private static Commit patched(String patch) {
        Commit.NewEvent event = new Commit.NewEvent(EventType.STATE, "p", MARKED, "{\"patch\":" + patch + "}");
        return new Commit("r", 1, 1_000, null, List.of(event), List.of(new Effect.PatchState(patch)));
    }

    private static Commit message(String id, String body) {
        return Appends.commit("r", 1, 1_000, EventType.MESSAGE, id, true, MARKED, "d", body, List.of(), null);
    }

    private static Commit asked(String id, Turn turn) {
        Turn of = new Turn("r", turn.id(), turn.assistant(), 1, 0, MARKED, 0);
        return Appends.commit(
                "r",
                1,
                1_000,
                EventType.MESSAGE,
                id,
                false,
                MARKED,
                "d",
                "{\"text\":\"" + MARK + "\"}",
                List.of(of),
                null);
    }

    private static Commit end(long epoch, long prompt, Turn turn) {
        Turn of = new Turn("r", turn.id(), turn.assistant(), 1, prompt, MARKED, 0);
        TurnProgress said = new TurnProgress(TurnProgress.Phase.RUNNING, 1, List.of(), MARK, null);
        return Appends.commit(
                "r",
                epoch,
                1_000,
                EventType.ANSWER,
                "a-" + turn.id(),
                false,
                MARKED,
                "d",
                "{\"text\":\"" + MARK + "\"}",
                List.of(),
                new TurnEnd(of, EndReason.CANCELLED, null, said));
    }

    @CanIgnoreReturnValue
    private long commit(Commit commit) {
        return ((Committed.Stored) await(store.log().commit(commit))).last();
    }

    private static Commit deletion(long epoch) {
        Commit.NewEvent event = new Commit.NewEvent(EventType.ROOM, "gone", MARKED, "{\"deleted\":true}");
        return new Commit("r", epoch, 1_000, null, List.of(event), List.of(new Effect.DeleteRoom()));
    }

    private static Commit retention(long first, String snapshot) {
        return new Commit("r", 1, 1_000, null, List.of(), List.of(new Effect.Retain(first, snapshot)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, UNMOVED})
    void aDeletedRoomLeavesTheFiles(long journalBytes) {
        open(journalBytes);
        fill(700);
        assertTrue(isThere(), "it was written");
        commit(deletion(1));
        assertGone();
        assertEquals(700, await(store.history().eventsAfter("other", 0, 9_999)).size(), "others stay");
        assertTrue(await(store.history().sent("r", "ann", "m1")).isPresent(), "ids stay for a day");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, UNMOVED})
    void itGoesOnAfterACrashInTheMiddle(long journalBytes) {
        open(journalBytes);
        fill(2 * RetiredEvents.CHUNK);
        commit(deletion(1));
        assertTrue(await(store.log().erase("r")), "not done yet");
        store = Crash.of(folder, store, this::open);
        assertGone();
        assertEquals(List.of(), await(store.history().eventsAfter("r", 0, 9_999)));
        long epoch = await(store.log().claim("r", "node")).epoch();
        assertEquals(
                new Committed.Duplicate(2, 1_000, true),
                await(store.log().commit(said("r", epoch, "m1", MARKED, "d"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, UNMOVED})
    void whatIsNotRetainedLeavesTheFilesAndATurnThatGoesOnWithItsEnd(long journalBytes) {
        open(journalBytes);
        long prompt = fill(100);
        commit(retention(prompt + 1, "{\"a\":1}"));
        while (await(store.log().erase("r"))) {}
        long answer = commit(end(1, prompt, turn("r", "running")));
        commit(retention(answer + 1, null));
        assertGone();
        assertEquals("{\"a\":1}", await(store.history().state("r")).snapshot());
        assertEquals("2", ask("SELECT count(*) FROM turns WHERE progress IS NULL AND state = 'ended'"));
    }

    @Test
    void rowsGoADayLaterAndMessagesAreCountedOn() {
        open(0);
        for (int n = 1; n <= 10; n++) {
            commit(said("r", 1, "m" + n));
        }
        commit(edited(1, "e11", ANN, 2, "new"));
        commit(retention(6, null));
        clock.set(1_000 + DAY - 1);
        others();
        reopen();
        assertTrue(await(store.history().sent("r", "ann", "m1")).isPresent(), "a moment before");
        clock.set(1_000 + DAY);
        reopen();
        await(when(() -> await0("m5").isEmpty()));
        assertEquals(
                List.of("6", "0", "0"),
                List.of(
                        ask("SELECT count(*) FROM events WHERE room = 'r'"),
                        ask("SELECT count(*) FROM edits"),
                        ask("SELECT count(*) FROM retired")));
        assertEquals(
                "", await(store.history().sent("r", "ann", "e11")).orElseThrow().digest(), "of what was erased");
        assertEquals(List.of(6L, 7L), seqs(await(store.history().messagesAfter("r", 0, 2))));
        long epoch = await(store.log().claim("r", "node")).epoch();
        commit(retention(epoch, 12));
        await(when(() -> await0("m10").isEmpty()));
        commit(said("r", epoch, "next"));
        others();
        reopen();
        assertEquals("11", ask("SELECT max(nth) FROM messages WHERE room = 'r'"), "counted on");
        assertEquals(Optional.of(13L), await(store.history().seqOf("r", "next")).map(seq -> seq + 1));
    }

    private static Commit retention(long epoch, long first) {
        return new Commit("r", epoch, 1_000, null, List.of(), List.of(new Effect.Retain(first, null)));
    }

    private Optional<Sent> await0(String id) {
        return await(store.history().sent("r", "ann", id));
    }

    /** So many that what was moved before leaves the journal. */
    private void others() {
        List<Future<?>> all = new ArrayList<>();
        for (int n = 0; n < 1_500; n++) {
            all.add(store.log().commit(said("other", 1, "o" + System.nanoTime() + "-" + n)));
        }
        all.forEach(each -> await(each));
    }

    private void reopen() {
        await(store.close());
        store = await(open());
    }

    @Test
    void olderCodeMayUseTheFileUntilThereIsWhatItDoesNotKnow() {
        open(0);
        commit(said("r", 1, "m"));
        assertEquals("2", ask("SELECT max(oldest) FROM schema_reader"));
        commit(retention(2, null));
        assertEquals("5", ask("SELECT max(oldest) FROM schema_reader"));
    }

    private static List<Long> seqs(List<Event> events) {
        return events.stream().map(Event::seq).toList();
    }

    private boolean isThere() {
        return !StoredBytes.found(folder, MARK).isEmpty();
    }

    private void assertGone() {
        long deadline = System.nanoTime() + PROMISED.toNanos();
        await(when(() -> !isThere() || System.nanoTime() > deadline));
        assertEquals(List.of(), StoredBytes.found(folder, MARK));
        assertEquals("ok", ask("PRAGMA integrity_check"));
    }

    private Future<Void> when(BooleanSupplier holds) {
        Promise<Void> promise = Promise.promise();
        vertx.setPeriodic(
                100, timer -> vertx.executeBlocking(holds::getAsBoolean).onComplete(answer -> {
                    if (answer.failed() || answer.result()) {
                        vertx.cancelTimer(timer);
                        boolean unused = answer.failed() ? promise.tryFail(answer.cause()) : promise.tryComplete();
                    }
                }));
        return promise.future();
    }

    private String ask(String sql) {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
