package dev.parley.store.postgres;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cluster.LiveNode;
import dev.parley.config.InvalidConfig;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.store.Appends;
import dev.parley.store.Committed;
import dev.parley.store.StoreObserver;
import dev.parley.testing.Frames;
import dev.parley.testing.PostgresProcess;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that breaks in every way: nothing that was answered is lost, everybody is answered, and it comes back. */
@ExtendWith(VertxExtension.class)
class ServerFaultsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(1500);
    private static final long BACK_WITHIN_MS = 5_000;

    private static PostgresProcess server;

    private Vertx vertx;
    private String url;
    private PostgresStore store;
    private long epoch;

    @BeforeAll
    static void startServer() {
        server = PostgresProcess.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void openStore(Vertx injected) {
        vertx = injected;
        url = server.newDatabase();
        store = open();
        epoch = await(store.log().claim("r", "n")).epoch();
    }

    @AfterEach
    void closeStore() {
        await(store.close());
    }

    @Test
    void whatWasAnsweredOutlivesTheKilledServer() {
        Answers answers = new Answers();
        answers.keepAsking(20);
        answers.awaitStored(200);
        server.kill();
        answers.awaitFailure();
        assertFalse(store.health().up());
        assertEquals(Code.UNAVAILABLE, refused(store.log().commit(said("r", epoch, "down"))));
        server.startAgain();
        awaitBack();
        List<Event> events = await(store.history().eventsAfter("r", 0, Integer.MAX_VALUE));
        answers.areAmong(events);
        epoch = await(store.log().claim("r", "n")).epoch();
        assertEquals(Appends.stored(events.size() + 1), await(store.log().commit(said("r", epoch, "after"))));
    }

    /** What answers reads, leases and small updates in place, and takes no append: a full disk. */
    @Test
    void aServerWithoutSpaceIsDownUntilItCanStoreAgain() {
        await(store.log().commit(said("r", epoch, "before")));
        server.askIn(url, "create sequence tried");
        server.askIn(
                url,
                """
                create function no_space() returns trigger language plpgsql as $$
                begin
                  perform nextval('tried');
                  raise exception using errcode = '53100', message = 'could not extend file';
                end $$""");
        server.askIn(url, "create trigger no_space before insert on events for each row execute function no_space()");
        assertEquals(Code.UNAVAILABLE, refused(store.log().commit(said("r", epoch, "full"))));
        Frames.until("it is tried again, by itself", () -> {
            assertFalse(store.health().up(), "a connection that is made again stores nothing yet");
            await(store.history().eventsAfter("r", 0, 10));
            await(store.leases().renew(new LiveNode("n", true, 1, "10.0.0.1:4000"), TIMEOUT));
            return Integer.parseInt(server.askIn(url, "select last_value from tried")) >= 3;
        });
        assertTrue(store.health().problem().contains("no space"), store.health().problem());
        server.askIn(url, "drop trigger no_space on events");
        awaitBack();
        epoch = await(store.log().claim("r", "n")).epoch();
        assertInstanceOf(Committed.Stored.class, await(store.log().commit(said("r", epoch, "after"))));
        assertEquals("2", server.askIn(url, "select count(*) from events"));
    }

    @Test
    void cutConnectionsAreMadeAgain() {
        Answers answers = new Answers();
        answers.keepAsking(20);
        answers.awaitStored(100);
        server.cutConnections();
        answers.awaitFailure();
        awaitBack();
        answers.areAmong(await(store.history().eventsAfter("r", 0, Integer.MAX_VALUE)));
        server.cutConnections(); // while nobody asks
        awaitBack();
    }

    @Test
    void aFrozenServerIsUnavailableInTimeAndComesBack() {
        await(store.log().commit(said("r", epoch, "before")));
        server.freeze();
        long frozen = System.nanoTime();
        try {
            List<Future<Committed>> appends = IntStream.range(0, 200)
                    .mapToObj(n -> store.log().commit(said("r", epoch, "m" + n)))
                    .toList();
            Future<?> read = store.history().eventsAfter("r", 0, 10);
            Future<?> lease = store.leases().renew(new LiveNode("n", true, 1, "10.0.0.1:4000"), TIMEOUT);
            appends.forEach(append -> assertEquals(Code.UNAVAILABLE, refused(append)));
            assertEquals(Code.UNAVAILABLE, refused(read));
            assertEquals(Code.UNAVAILABLE, refused(lease));
            long took = (System.nanoTime() - frozen) / 1_000_000;
            assertTrue(took < 3 * TIMEOUT.toMillis(), took + " ms");
            String problem = store.health().problem();
            assertTrue(problem.matches("no response within (1000|1500) ms"), problem);
            assertEquals(Code.UNAVAILABLE, refused(store.log().commit(said("r", epoch, "down"))));
        } finally {
            server.thaw();
        }
        awaitBack();
        epoch = await(store.log().claim("r", "n")).epoch();
        assertInstanceOf(Committed.Stored.class, await(store.log().commit(said("r", epoch, "after"))));
        List<Event> events = await(store.history().eventsAfter("r", 0, 1000));
        assertEquals(
                IntStream.rangeClosed(1, events.size()).mapToObj(n -> (long) n).toList(),
                events.stream().map(Event::seq).toList());
        assertFalse(events.stream().anyMatch(event -> event.id().equals("m199")), "it waited behind what failed");
    }

    @Test
    void aClosingStoreDoesNotWaitForAFrozenServerForEver() {
        server.freeze();
        try {
            Future<Committed> append = store.log().commit(said("r", epoch, "a"));
            await(store.close());
            assertEquals(Code.UNAVAILABLE, refused(append));
        } finally {
            server.thaw();
        }
    }

    @Test
    void aServerThatTakesNoWritesIsAwayUntilItDoes() {
        String database = url.substring(url.lastIndexOf('/') + 1);
        server.ask("alter database " + database + " set default_transaction_read_only = on");
        server.cutConnections();
        awaitProblem("SQLSTATE 25006");
        assertEquals(Code.UNAVAILABLE, refused(store.log().commit(said("r", epoch, "a"))));
        server.ask("alter database " + database + " reset default_transaction_read_only");
        awaitBack();
        assertEquals(Appends.stored(1), await(store.log().commit(said("r", epoch, "a"))));
    }

    @Test
    void aServerThatIsNotThereIsAFaultOfTheUrl() {
        server.stop();
        try {
            Throwable failure =
                    assertThrows(CompletionException.class, this::open).getCause();
            String text = assertInstanceOf(InvalidConfig.class, failure).getMessage();
            assertTrue(text.matches("config store\\.url: \\S+ cannot be opened: it does not accept connections"), text);
        } finally {
            server.startAgain();
        }
        awaitBack();
    }

    private PostgresStore open() {
        return await(PostgresStore.open(vertx, PostgresStoreTest.config(url, 10_000, TIMEOUT), StoreObserver.NONE));
    }

    private void awaitBack() {
        long started = System.nanoTime();
        awaitProblem("");
        long took = (System.nanoTime() - started) / 1_000_000;
        assertTrue(took < BACK_WITHIN_MS, took + " ms");
        await(store.history().positions(List.of("r")));
    }

    private void awaitProblem(String problem) {
        Promise<Void> seen = Promise.promise();
        long timer = vertx.setPeriodic(5, t -> {
            if (store.health().problem().equals(problem)) {
                seen.tryComplete();
            }
        });
        await(seen.future());
        vertx.cancelTimer(timer);
    }

    private static Code refused(Future<?> call) {
        return assertInstanceOf(Refusal.class, failure(call)).code();
    }

    /** Appends to the room without end, until one fails; on one context. */
    private final class Answers {
        private final List<String> stored = new ArrayList<>();
        private final Promise<Void> failed = Promise.promise();
        private Promise<Void> enough = Promise.promise();
        private int enoughCount = Integer.MAX_VALUE;
        private int asked;

        void keepAsking(int inFlight) {
            vertx.runOnContext(v -> IntStream.range(0, inFlight).forEach(n -> ask()));
        }

        private void ask() {
            String id = "m" + asked++;
            store.log().commit(said("r", epoch, id)).onComplete(answer -> {
                if (answer.failed()) {
                    failed.tryComplete();
                    return;
                }
                synchronized (this) {
                    stored.add(id);
                    if (stored.size() >= enoughCount) {
                        enough.tryComplete();
                    }
                }
                if (!failed.future().isComplete()) {
                    ask();
                }
            });
        }

        void awaitStored(int count) {
            synchronized (this) {
                enoughCount = count;
            }
            await(enough.future());
        }

        void awaitFailure() {
            await(failed.future());
        }

        synchronized void areAmong(List<Event> events) {
            Set<String> there = new HashSet<>();
            for (int n = 0; n < events.size(); n++) {
                assertEquals(n + 1, events.get(n).seq());
                assertTrue(there.add(events.get(n).id()), "once");
            }
            assertTrue(there.containsAll(stored), () -> there.size() + " of " + stored.size());
        }
    }
}
