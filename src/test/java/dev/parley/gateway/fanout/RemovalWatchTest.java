package dev.parley.gateway.fanout;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.model.Code;
import dev.parley.store.Database;
import dev.parley.store.Rosters;
import dev.parley.store.Rosters.StoredRemoval;
import dev.parley.store.Store;
import dev.parley.testing.Frames;
import dev.parley.testing.Futures;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removals reach gateways from a real store, and it is known when they do not. */
class RemovalWatchTest {
    private static final long EVERY_MS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Store store = TestStore.open(vertx);
    private final Set<Long> told = new ConcurrentSkipListSet<>();
    private final AtomicInteger knownAgain = new AtomicInteger();
    private volatile boolean away;

    private final RemovalWatch watch = new RemovalWatch(
            new Rosters(new Database() {
                @Override
                public Future<List<List<Object>>> query(String sql, Object... arguments) {
                    return away
                            ? Future.failedFuture(Code.UNAVAILABLE.refuse("away"))
                            : store.database().query(sql, arguments);
                }

                @Override
                public Future<List<Integer>> update(List<Statement> statements) {
                    return store.database().update(statements);
                }
            }),
            EVERY_MS);

    @BeforeEach
    void listen() {
        watch.watch(new RemovalWatch.Listener() {
            @Override
            public void onRemovals(List<StoredRemoval> removals) {
                removals.forEach(removal -> told.add(removal.seq()));
            }

            @Override
            public void onKnownAgain() {
                knownAgain.incrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        await(store.close());
        await(vertx.close());
    }

    private void start() {
        await(Futures.on(vertx.getOrCreateContext(), () -> watch.start(vertx)));
    }

    private void removed(long seq, long at) {
        await(store.database()
                .update(List.of(Database.Statement.of("INSERT INTO removals VALUES (?, ?, 0, ?)", "r", seq, at))));
    }

    @Test
    void whoWasTakenOutIsTold() {
        start();
        removed(1, 1_000_000);
        Frames.until("told", () -> told.equals(Set.of(1L)));
        removed(2, 999_000);
        Frames.until("also of one that became visible later", () -> told.equals(Set.of(1L, 2L)));
    }

    @Test
    void whatWasLongBeforeTheStartIsNot() {
        removed(1, 1_000_000 - RemovalWindow.OVERLAP_MS);
        removed(2, 1_000_000 - 1000);
        removed(3, 1_000_000);
        start();
        Frames.until("told", () -> told.contains(3L));
        assertEquals(Set.of(2L, 3L), told);
    }

    @Test
    void manyAtOnceAreAllTold() {
        start();
        await(
                store.database()
                        .update(
                                List.of(
                                        Database.Statement.of(
                                                """
                        INSERT INTO removals WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3500)
                        SELECT 'r', i, 0, CASE WHEN i < 1500 THEN 1000000 + i / 700 ELSE 1000100 END FROM n"""))));
        Frames.until("all", () -> told.size() == 3500);
    }

    @Test
    void itIsKnownWhenTheStoreDoesNotReplyAndWhenItDoesAgain() {
        start();
        Frames.until("asked", watch::isUpToDate);
        away = true;
        Frames.until("not known", () -> !watch.isUpToDate());
        removed(1, 1_000_000);
        assertEquals(0, knownAgain.get());
        assertFalse(told.contains(1L));
        away = false;
        Frames.until("known again", () -> knownAgain.get() > 0);
        Frames.until("up to date", watch::isUpToDate);
        assertEquals(Set.of(1L), told);
    }
}
