package dev.parley.store.postgres;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.InvalidConfig;
import dev.parley.config.StoreConfig;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.store.Appends;
import dev.parley.store.Committed;
import dev.parley.store.Store;
import dev.parley.store.StoreContract;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract on Postgres, and what many nodes on one database can do wrong. */
class PostgresStoreTest extends StoreContract {
    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();

    @Override
    protected Future<Store> open() {
        return PostgresStore.open(vertx, config(url, 10_000, Duration.ofSeconds(5)), StoreObserver.NONE)
                .map(opened -> opened);
    }

    @Override
    protected String change(String sql) {
        return server.askIn(url, sql);
    }

    @Override
    protected Store crash() {
        await(store.close());
        return await(open());
    }

    @Override
    protected Future<?> cut() {
        return vertx.executeBlocking(() -> server.askIn(
                url,
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'parley %'"
                        + " and datname = current_database()"));
    }

    @Test
    void aReadThatTakesTooLongFailsAloneAndTheStoreStaysUp() throws Exception {
        await(store.close());
        store = await(PostgresStore.open(vertx, config(url, 100, Duration.ofSeconds(2)), StoreObserver.NONE));
        claim("r");
        Future<?> locked = vertx.executeBlocking(() ->
                server.askIn(url, "begin; lock table sessions in access exclusive mode; select pg_sleep(3); commit"));
        while ("0"
                .equals(server.askIn(
                        url,
                        "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted"
                                + " and relation = 'sessions'::regclass"))) {
            Thread.onSpinWait();
        }
        Future<?> read = store.sessions().find("k");
        int n = 0;
        while (!read.isComplete()) {
            assertEquals(Appends.stored(++n), commit(said("r", 1, "m" + n)));
            assertTrue(store.health().up(), () -> store.health().problem());
        }
        assertEquals(Code.UNAVAILABLE, refused(() -> read));
        assertTrue(store.health().up(), () -> store.health().problem());
        await(locked);
        assertEquals(Optional.empty(), await(store.sessions().find("k")));
    }

    @Test
    void aNodeWithoutAClusterHasItsDatabaseForItself() {
        String fresh = server.newDatabase();
        StoreConfig config = config(fresh, 100, Duration.ofSeconds(5));
        Store alone = await(PostgresStore.openAlone(vertx, config, StoreObserver.NONE));
        String second = problem(PostgresStore.openAlone(vertx, config, StoreObserver.NONE));
        assertTrue(
                second.endsWith(" is in use by another node: stop that one, or set cluster.enabled on both"), second);
        String clustered = problem(PostgresStore.open(vertx, config, StoreObserver.NONE));
        assertTrue(
                clustered.endsWith(
                        " is in use by a node with cluster.enabled: false: stop that one, or set cluster.enabled"
                                + " on all"),
                clustered);
        String beside =
                problem(PostgresStore.openAlone(vertx, config(url, 100, Duration.ofSeconds(5)), StoreObserver.NONE));
        assertTrue(beside.contains(" is in use by another node"), beside); // the contract's store shares it
        await(alone.close());
        Store next = await(PostgresStore.open(vertx, config, StoreObserver.NONE));
        Store beyond = await(PostgresStore.open(vertx, config, StoreObserver.NONE));
        await(Future.join(next.close(), beyond.close()));
    }

    @Test
    void aNodeThatLostItsDatabaseToAnotherServesNothingUntilItHasItAgain() throws Exception {
        String fresh = server.newDatabase();
        Store alone =
                await(PostgresStore.openAlone(vertx, config(fresh, 100, Duration.ofSeconds(5)), StoreObserver.NONE));
        await(alone.log().claim("r", "a"));
        try (Connection other = server.connect(fresh);
                Statement statement = other.createStatement()) {
            Future<?> waits =
                    vertx.executeBlocking(() -> statement.execute("select pg_advisory_lock(" + Tenancy.KEY + ")"));
            while ("0"
                    .equals(server.askIn(
                            fresh, "select count(*) from pg_locks where locktype = 'advisory' and not granted"))) {
                Thread.onSpinWait();
            }
            server.askIn(
                    fresh,
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'parley %'"
                            + " and datname = current_database()");
            await(waits);
            while (!alone.health().problem().equals("another node uses the database")) {
                Thread.onSpinWait();
            }
            assertEquals(Code.UNAVAILABLE, refused(() -> alone.log().commit(said("r", 1, "m"))));
        }
        while (!alone.health().up()) {
            Thread.onSpinWait();
        }
        assertEquals(Appends.stored(1), await(alone.log().commit(said("r", 1, "m"))));
        await(alone.close());
    }

    @Test
    void storesThatOpenTogetherMigrateOnce() {
        String fresh = server.newDatabase();
        StoreConfig config = config(fresh, 100, Duration.ofSeconds(5));
        List<Future<PostgresStore>> stores = IntStream.range(0, 3)
                .mapToObj(n -> PostgresStore.open(vertx, config, StoreObserver.NONE))
                .toList();
        await(Future.join(stores));
        assertEquals(
                "" + PostgresStore.schema(),
                server.askIn(fresh, "select string_agg(version::text, ',') from schema_version"));
        await(Future.join(stores.stream().map(opened -> opened.result().close()).toList()));
    }

    @Test
    void aDatabaseOfANewerProgramIsRefused() {
        server.askIn(url, "update schema_version set version = 99");
        int next = PostgresStore.schema() + 1;
        server.askIn(url, "update schema_reader set oldest = " + next);
        String text = problem(open());
        assertTrue(
                text.matches("config store\\.url: 127\\.0\\.0\\.1:\\d+/\\w+ was written by a newer Parley "
                        + "\\(schema 99, which needs a version that knows schema " + next + "; this one knows "
                        + PostgresStore.schema() + "\\)"),
                text);
    }

    @Test
    void aDatabaseOfANewerProgramThatAllowsThisOneIsUsed() {
        await(store.close());
        server.askIn(url, "update schema_version set version = 99");
        server.askIn(url, "update schema_reader set oldest = " + PostgresStore.schema());
        store = await(open());
        claim("r");
        assertEquals(Appends.stored(1), commit(said("r", 1, "m")));
        assertEquals("99", server.askIn(url, "select version from schema_version"), "it stays");
    }

    @Test
    void aPasswordIsNeverShown() {
        String wrong = url.replace("p%40rley%3A1", "hunter2");
        String text = problem(PostgresStore.open(vertx, config(wrong, 100, Duration.ofSeconds(5)), StoreObserver.NONE));
        assertTrue(
                text.matches("config store\\.url: 127\\.0\\.0\\.1:\\d+/\\w+ cannot be opened: SQLSTATE 28P01"), text);
        text = problem(PostgresStore.open(
                vertx, config("postgresql://u:hunter2@h:port/x", 100, Duration.ofSeconds(5)), StoreObserver.NONE));
        assertEquals("config store.url: is not a URL like postgresql://user:password@host:5432/database", text);
    }

    @Test
    void whatIsAnsweredIsCommitted() {
        claim("r");
        for (int n = 1; n <= 50; n++) {
            commit(said("r", 1, "m" + n));
            assertEquals("" + n, server.askIn(url, "select count(*) from events"));
        }
    }

    @Test
    void appendsAreSynchronousWhateverTheServersDefault() {
        server.askIn(
                url, "alter database " + url.substring(url.lastIndexOf('/') + 1) + " set synchronous_commit = off");
        await(store.close());
        store = await(open());
        server.askIn(
                url,
                """
                create function seen() returns trigger language plpgsql as
                $$ begin insert into commits values (current_setting('synchronous_commit')); return null; end $$;
                create table commits (setting text);
                create trigger seen after insert on events execute function seen()""");
        claim("r");
        commit(said("r", 1, "a"));
        assertEquals("on", server.askIn(url, "select setting from commits"));
    }

    @Test
    void textThatPostgresCannotKeepFailsAlone() {
        claim("r");
        List<Future<Committed>> answers = new ArrayList<>();
        for (String id : List.of("a", "b", "nul \u0000", "c", "d", "e", "f", "nul \u0000 too", "g")) {
            answers.add(store.log().commit(said("r", 1, id)));
        }
        assertEquals(Code.INTERNAL, refused(() -> answers.get(2)));
        assertEquals(Code.INTERNAL, refused(() -> answers.get(7)));
        await(answers.get(8));
        assertEquals(
                List.of("a", "b", "c", "d", "e", "f", "g"),
                ids(await(store.history().eventsAfter("r", 0, 10))));
        assertEquals(Code.INTERNAL, refused(() -> store.log().claim("nul \u0000", "a")));
        assertEquals(Code.INTERNAL, refused(() -> store.history().seqOf("r", "nul \u0000")));
        assertTrue(store.health().up());
    }

    @Test
    void aFullQueueIsRefusedAndTakesNothing() {
        await(store.close());
        store = await(PostgresStore.open(vertx, config(url, 5, Duration.ofSeconds(5)), StoreObserver.NONE));
        claim("r");
        List<Future<Committed>> answers = IntStream.range(0, 500)
                .mapToObj(n -> store.log().commit(said("r", 1, "m" + n)))
                .toList();
        await(Future.join(answers).otherwiseEmpty());
        long stored = answers.stream().filter(Future::succeeded).count();
        assertTrue(stored >= 5 && stored < 500, stored + " stored");
        answers.stream().filter(Future::failed).forEach(answer -> assertEquals(Code.OVERLOADED, refused(() -> answer)));
        assertEquals(stored, await(store.history().eventsAfter("r", 0, 1000)).size());
        commit(said("r", 1, "room again"));
    }

    @Test
    void ofTwoWritersOnlyTheNewOneStores() {
        Store other = await(open());
        long oldEpoch = await(store.log().claim("r", "old")).epoch();
        List<Future<Committed>> old = new ArrayList<>();
        List<Future<Committed>> young = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            old.add(store.log().commit(said("r", oldEpoch, "old" + n)));
        }
        long newEpoch = await(other.log().claim("r", "new")).epoch();
        for (int n = 0; n < 200; n++) {
            old.add(store.log().commit(said("r", oldEpoch, "late" + n)));
            young.add(other.log().commit(said("r", newEpoch, "new" + n)));
        }
        await(Future.join(old));
        await(Future.join(young));
        assertTrue(young.stream().allMatch(answer -> answer.result() instanceof Committed.Stored));
        assertEquals(new Committed.Fenced(newEpoch), old.get(old.size() - 1).result());
        boolean fenced = false;
        for (Future<Committed> answer : old) { // stored, then fenced, and never again stored
            fenced |= answer.result() instanceof Committed.Fenced;
            assertEquals(fenced, answer.result() instanceof Committed.Fenced);
        }
        long stored = Stream.concat(old.stream(), young.stream())
                .filter(a -> a.result() instanceof Committed.Stored)
                .count();
        List<Long> seqs = await(store.history().eventsAfter("r", 0, 1000)).stream()
                .map(Event::seq)
                .toList();
        assertEquals(LongStream.rangeClosed(1, stored).boxed().toList(), seqs);
        await(other.close());
    }

    @Test
    void historyIsReadByItsKey() {
        for (String sql : List.of(PgHistory.EVENTS_AFTER, PgHistory.MESSAGES_AFTER, PgHistory.MESSAGES_BEFORE)) {
            String plan = plan(sql.replace("$1", "'r'").replace("$2", "5").replace("$3", "10"));
            assertTrue(plan.contains("events_pkey") && !plan.contains("Sort"), plan);
        }
        for (String sql : List.of(PgHistory.NUMBERED_AFTER, PgHistory.NUMBERED_BEFORE)) {
            String plan = plan(sql.replace("$1", "'r'").replace("$2", "5").replace("$3", "10"));
            assertTrue(plan.contains("events_by_nth"), plan);
        }
        String plan = plan(PgHistory.SEQ_OF.replace("$1", "'r'").replace("$2", "'a'"));
        assertTrue(plan.contains("events_by_client_id") && plan.contains("events_by_server_id"), plan);
    }

    private String plan(String sql) {
        server.askIn(
                url,
                "create or replace function plan(sql text) returns text language plpgsql as $$ declare lines json;"
                        + " begin set local enable_seqscan = off; set local enable_bitmapscan = off;"
                        + " execute 'explain (format json) ' || sql into lines; return lines; end $$");
        return server.askIn(url, "select plan('" + sql.replace("'", "''") + "')");
    }

    private static String problem(Future<?> opening) {
        return assertInstanceOf(InvalidConfig.class, failure(opening)).getMessage();
    }

    static StoreConfig config(String url, int queue, Duration timeout) {
        return TestStore.config(url, "queue", queue, "lanes", 3, "timeout", timeout);
    }
}
