package dev.parley.store.sqlite;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.deleted;
import static dev.parley.store.Appends.edited;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.stored;
import static dev.parley.store.Appends.turn;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Content;
import dev.parley.model.EventType;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnStep;
import dev.parley.store.Appends;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.Sent;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
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
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was deleted, or replaced by an edit, is in none of the bytes of the store's files 10 s later. */
@ExtendWith(VertxExtension.class)
class DeletedIsGoneTest {
    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final String MARK = "mark-" + new Random().nextLong(1L << 40) + "-";
    private static final List<String> ROOMS = List.of("r", "a", "z");

    /** Where the rows are when they are deleted. */
    enum Place {
        UNMOVED(4 << 20, 0),
        MOVED_BUT_IN_THE_JOURNAL(0, 0),
        MOVED(0, 700);

        private final long journal;
        private final int later;

        Place(long journal, int later) {
            this.journal = journal;
            this.later = later;
        }
    }

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private final Random random = new Random(1);
    private Vertx vertx;
    private Store store;
    private long journal = 4 << 20;

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

    private void open(Place place) {
        journal = place.journal;
        store = await(open());
        ROOMS.forEach(room -> await(store.log().claim(room, "node")));
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedMessageLeavesTheFiles(Place place) {
        open(place);
        List<Long> targets = sayAndEdit(place);
        assertEquals(
                place == Place.MOVED ? "0" : "1",
                ask("SELECT count(*) FROM journal WHERE seq = " + targets.get(targets.size() - 1) + " AND room = 'r'"));
        assertTrue(isThere(MARK), "it was written");
        targets.forEach(this::delete);
        assertGone(place);
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedMessageLeavesTheFilesAfterACrashToo(Place place) {
        open(place);
        List<Long> targets = sayAndEdit(place);
        targets.forEach(this::delete);
        store = Crash.of(folder, store, this::open);
        assertGone(place);
        targets.forEach(target -> assertTrue(
                await(store.history().eventsAfter("r", target - 1, 1))
                        .get(0)
                        .body()
                        .startsWith("{\"deleted\":true"),
                "target " + target));
    }

    /** Small and large ones, with edits, replies and the tools of a turn, among others in pages that split. */
    private List<Long> sayAndEdit(Place place) {
        List<Long> targets = new ArrayList<>();
        others(150);
        for (int n = 0; n < 6; n++) {
            String large = n % 2 == 0 ? "" : (" " + MARK + "x".repeat(1500)).repeat(30);
            targets.add(commit(message("m" + n, MARK + large, List.of(turn("r", "t" + n)))));
            others(10);
            commit(edited(1, "e" + n, ANN, targets.get(n), MARK + "edited" + " ".repeat(n * 900)));
            commit(edited(1, "f" + n, ANN, targets.get(n), MARK + "edited again" + large));
            commit(new Commit(
                    "r",
                    1,
                    1,
                    null,
                    List.of(),
                    List.of(new Effect.StoreProgress(turn("r", "t" + n), 1, used(MARK + "tool " + large)))));
        }
        for (int n = 0; n < 100; n++) {
            targets.add(commit(message("s" + n, MARK + "-".repeat(random.nextInt(200)), List.of())));
            others(3);
        }
        others(150 + place.later);
        return targets;
    }

    private static Commit message(String id, String text, List<Turn> turns) {
        String body = "{\"text\":\"" + text + "\",\"replyTo\":\"" + MARK + "reply\",\"mentions\":[\"" + MARK + "\"]}";
        return Appends.commit("r", 1, 1_000, EventType.MESSAGE, id, true, ANN, "d", body, turns, null);
    }

    private static TurnProgress used(String text) {
        ToolCall call = new ToolCall("c1", "now", "{}", ToolCall.State.DONE, text, 4, 0);
        return new TurnProgress(
                TurnProgress.Phase.RUNNING, 1, List.of(new TurnStep(text, List.of(call), "")), text, null);
    }

    private void others(int count) {
        List<Future<?>> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String room = ROOMS.get(random.nextInt(ROOMS.size()));
            String id = "o" + random.nextLong(1L << 60) + "-".repeat(random.nextInt(400));
            all.add(store.log().commit(said(room, 1, id)));
        }
        all.forEach(each -> await(each));
    }

    private void delete(long target) {
        commit(deleted(1, "d" + target, ANN, target, false));
    }

    @CanIgnoreReturnValue
    private long commit(Commit commit) {
        return ((Committed.Stored) await(store.log().commit(commit))).last();
    }

    private void assertGone(Place place) {
        long deadline = System.nanoTime() + PROMISED.toNanos();
        await(when(() -> !isThere(MARK) || System.nanoTime() > deadline));
        assertEquals(List.of(), found(MARK), place.name());
        assertEquals("ok", ask("PRAGMA integrity_check"));
    }

    @Test
    void aReaderHoldsItUpAndItGoesWhenTheReaderHasGone() throws SQLException {
        open(Place.UNMOVED);
        commit(message("m", MARK, List.of()));
        try (Connection reader = connect();
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT count(*) FROM journal");
            delete(1);
            long tried = System.nanoTime() + Upkeep.ERASE_AFTER.multipliedBy(2).toNanos();
            await(when(() -> {
                commit(said("a", 1, "n" + System.nanoTime())); // the writer goes on
                return System.nanoTime() > tried;
            }));
            assertTrue(isThere(MARK), "the reader may read it again");
            assertTrue(store.health().up());
            statement.execute("ROLLBACK");
        }
        assertGone(Place.UNMOVED);
    }

    @Test
    void whatAnEditReplacedLeavesTheFiles() {
        open(Place.UNMOVED);
        commit(said("r", 1, "m"));
        commit(edited(1, "e", ANN, 1, MARK));
        commit(edited(1, "f", ANN, 1, "harmless"));
        assertGone(Place.UNMOVED);
    }

    @ParameterizedTest
    @EnumSource
    void aDayLaterEveryContentIsTheSame(Place place) {
        clock.set(Appends.AMENDED_AT + Upkeep.DIGESTS_STAY.toMillis() - 1);
        open(place);
        commit(said("r", 1, "m"));
        commit(edited(1, "e", ANN, 1, "edited"));
        commit(said("r", 1, "n"));
        commit(edited(1, "g", ANN, 3, "edited"));
        delete(1);
        others(place.later);
        await(store.close());
        store = await(open());
        others(2); // digests are looked at behind the first
        assertEquals(new Sent(1, 1_000, "digest of m"), sent("m"));
        await(store.close());
        clock.incrementAndGet();
        store = await(open());
        await(when(() -> sent("m").digest().isEmpty()));
        assertEquals(new Sent(2, Appends.AMENDED_AT, ""), sent("e"));
        assertEquals(
                List.of("digest of n", Content.digest("edit 3 edited")),
                List.of(sent("n").digest(), sent("g").digest()));
        long epoch = await(store.log().claim("r", "node")).epoch();
        assertEquals(
                new Committed.Duplicate(1, 1_000, true),
                await(store.log().commit(said("r", epoch, "m", ANN, "another"))));
        assertEquals(
                stored(await(store.history().room("r")).orElseThrow().seq() + 1),
                await(store.log().commit(said("r", epoch, "next"))));
    }

    private Sent sent(String id) {
        return await(store.history().sent("r", "ann", id)).orElseThrow();
    }

    private boolean isThere(String text) {
        return !found(text).isEmpty();
    }

    private List<String> found(String text) {
        return StoredBytes.found(folder, text);
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
        try (Connection other = connect();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
    }
}
