package dev.parley.store.sqlite;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.InvalidConfig;
import dev.parley.config.StoreConfig;
import dev.parley.model.Code;
import dev.parley.store.Appends;
import dev.parley.store.Committed;
import dev.parley.store.Store;
import dev.parley.store.StoreContract;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite, and what SQLite alone can do wrong. */
class SqliteStoreTest extends StoreContract {
    @TempDir
    Path folder;

    private final AtomicInteger failures = new AtomicInteger();

    @Override
    protected Future<Store> open() {
        return open(config("parley.db", 0));
    }

    @Override
    protected String change(String sql) {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file("parley.db"));
                Statement statement = other.createStatement()) {
            return statement.execute(sql) ? statement.getResultSet().getString(1) : null;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Store crash() {
        return Crash.of(file("parley.db").getParent(), store, this::open);
    }

    @Test
    void whatIsAnsweredIsInTheFile() throws SQLException {
        claim("r");
        try (Connection other = connect("parley.db");
                Statement statement = other.createStatement()) {
            for (int n = 1; n <= 200; n++) {
                commit(said("r", 1, "m" + n));
                assertEquals(
                        "" + n,
                        ask(statement, "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM journal)"));
            }
        }
    }

    @Test
    void aFileInUseIsRefused() {
        Throwable refused = failure(open());
        assertEquals(
                "config store.url: " + file("parley.db")
                        + " is in use by another process: stop that one, or name another"
                        + " file (a file has one node; nodes share a Postgres)",
                assertInstanceOf(InvalidConfig.class, refused).getMessage());
        await(store.close());
        store = await(open());
    }

    @Test
    void aNameWithParametersIsRefused() {
        String text = assertThrows(IllegalArgumentException.class, () -> config("parley.db?busy_timeout=1", 0))
                .getMessage();
        assertEquals(
                "must be sqlite:<path> without parameters (store.busyTimeout is a setting), found a question mark",
                text);
    }

    @Test
    void aFileOfANewerProgramIsRefused() throws SQLException {
        try (Connection other = connect("newer.db");
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertEquals(newer("newer.db", 99), refusal("newer.db"));
        int next = SqliteStore.schema() + 1;
        await(store.close());
        change("PRAGMA user_version = 99");
        change("UPDATE schema_reader SET oldest = " + next);
        assertEquals(newer("parley.db", next), refusal("parley.db"));
        change("PRAGMA user_version = " + SqliteStore.schema());
        store = await(open());
    }

    private String refusal(String name) {
        return assertInstanceOf(InvalidConfig.class, failure(open(config(name, 0))))
                .getMessage();
    }

    private String newer(String name, int oldest) {
        return "config store.url: " + file(name)
                + " was written by a newer Parley (schema 99, which needs a version that" + " knows schema " + oldest
                + "; this one knows " + SqliteStore.schema() + ")";
    }

    @Test
    void aFileOfANewerProgramThatAllowsThisOneIsUsed() throws Exception {
        await(store.close());
        change("PRAGMA user_version = 99");
        change("UPDATE schema_reader SET oldest = " + SqliteStore.schema());
        store = await(open());
        claim("r");
        assertEquals(Appends.stored(1), commit(said("r", 1, "m1")));
        change("PRAGMA user_version = 100"); // another program wrote: the file is opened again
        assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "m2"))));
        await(healthy());
        assertEquals(Appends.stored(2), commit(said("r", 1, "m2")));
        await(store.close());
        try (Connection other = connect("parley.db");
                Statement statement = other.createStatement()) {
            assertEquals("100", ask(statement, "PRAGMA user_version"), "it stays");
        }
        store = await(open());
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLetGo() throws Exception {
        Files.writeString(file("letter.db"), "Dear reader, this is not a database. ".repeat(100));
        for (int attempt = 0; attempt < 2; attempt++) {
            String text = failure(open(config("letter.db", 0))).getMessage();
            assertTrue(text.startsWith("config store.url: " + file("letter.db") + " cannot be opened: "), text);
        }
    }

    @Test
    void itSyncsEveryCommit() throws SQLException {
        try (Connection writer = new DatabaseFile(config("parley.db", 0)).openWriter();
                Statement statement = writer.createStatement()) {
            assertEquals("wal", ask(statement, "PRAGMA journal_mode"));
            assertEquals("2", ask(statement, "PRAGMA synchronous"), "FULL");
            assertEquals("1", ask(statement, "PRAGMA secure_delete"), "ON");
        }
    }

    @Test
    void historyIsReadByItsKeyWithoutSorting() throws SQLException {
        try (Connection other = connect("parley.db")) {
            for (String query :
                    List.of(EventQueries.EVENTS_AFTER, EventQueries.MESSAGES_AFTER, EventQueries.MESSAGES_BEFORE)) {
                String plan = plan(other, query);
                assertEquals(
                        "SEARCH events USING PRIMARY KEY (room=? AND seq>? AND seq<?); SCALAR SUBQUERY 1; "
                                + "SEARCH rooms USING PRIMARY KEY (id=?)",
                        plan);
            }
            for (String query : List.of(EventQueries.LISTED_AFTER, EventQueries.LISTED_BEFORE)) {
                String plan = plan(other, query);
                assertTrue(plan.contains("SEARCH messages USING PRIMARY KEY (room=? AND seq>? AND seq<?)"), plan);
                assertTrue(plan.contains("SEARCH events USING PRIMARY KEY (room=? AND seq=?)"), plan);
                assertFalse(plan.contains("TEMP B-TREE"), plan);
            }
            for (String query : List.of(StateQueries.CHANGES_AFTER, StateQueries.CHANGES_BEFORE)) {
                String plan = plan(other, query);
                assertTrue(plan.contains("SEARCH c USING PRIMARY KEY (room=? AND seq>? AND seq<?)"), plan);
                assertTrue(plan.contains("SEARCH e USING PRIMARY KEY (room=? AND seq=?)"), plan);
                assertFalse(plan.contains("TEMP B-TREE"), plan);
            }
            String plan = plan(other, RoomQueries.OPEN);
            assertTrue(plan.contains("SEARCH rooms USING INDEX rooms_open (id>? AND id<?)"), plan);
            assertFalse(plan.contains("TEMP B-TREE"), plan);
            plan = plan(other, RoomQueries.MINE);
            assertTrue(plan.contains("SEARCH m USING INDEX members_by_user (user_id=? AND room>? AND room<?)"), plan);
            assertFalse(plan.contains("TEMP B-TREE"), plan);
            plan = plan(other, RoomQueries.RETAINED);
            assertTrue(plan.contains("rooms USING INDEX rooms_retained (retention>?)"), plan);
            plan = plan(other, EventQueries.SEQ_OF);
            assertTrue(plan.contains("USING INDEX events_by_client_id (room=? AND id=?)"), plan);
            assertTrue(plan.contains("USING INDEX events_by_server_id (room=? AND id=? AND seq>?)"), plan);
            plan = plan(other, EventRows.EARLIER);
            assertTrue(plan.endsWith("USING INDEX events_by_client_id (room=? AND id=? AND from_id=?)"), plan);
        }
    }

    @Test
    void aLockedFileIsUnavailableUntilItIsFreeAndLosesNothing() throws SQLException {
        claim("r");
        commit(said("r", 1, "before"));
        try (Connection other = connect("parley.db");
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            List<Future<Committed>> during = IntStream.range(0, 10)
                    .mapToObj(n -> store.log().commit(said("r", 1, "during" + n)))
                    .toList();
            during.forEach(append -> assertEquals(Code.UNAVAILABLE, refused(() -> append)));
            assertFalse(store.health().up());
            assertEquals("SQLITE_BUSY", store.health().problem());
            assertTrue(failures.get() > 0);
            assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "down"))));
            assertEquals(List.of("before"), ids(await(store.history().eventsAfter("r", 0, 10))), "reading goes on");
            statement.execute("ROLLBACK");
        }
        await(healthy());
        assertEquals(Appends.stored(2), commit(said("r", 1, "during3")));
        assertEquals(List.of("before", "during3"), ids(await(store.history().eventsAfter("r", 0, 10))));
    }

    @Test
    void aFullDatabaseIsUnavailableAndKeepsWhatItHas() {
        await(store.close());
        store = await(open(config("small.db", 512 << 10)));
        claim("r");
        String much = "x".repeat(16 << 10);
        int stored = 0;
        while (store.health().up()) {
            var append = said("r", 1, "m" + stored + much);
            if (await(store.log().commit(append).map(true).otherwise(false))) {
                stored++;
            }
        }
        assertEquals("SQLITE_FULL", store.health().problem());
        assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "more"))));
        assertTrue(stored > 0);
        assertEquals(stored, await(store.history().eventsAfter("r", 0, 1_000)).size());
        await(store.close());
        store = await(open(config("small.db", 0)));
        assertEquals(Appends.stored(stored + 1L), commit(said("r", 1, "there is room again")));
    }

    @Test
    void aFullQueueIsOverloaded() throws SQLException {
        await(store.close());
        int queue = 8;
        store = await(open(TestStore.config(
                "sqlite:" + file("parley.db"),
                "batch",
                1,
                "queue",
                queue,
                "busyTimeout",
                Duration.ofSeconds(10),
                "readers",
                1)));
        claim("r");
        List<Future<Committed>> answers = new ArrayList<>();
        try (Connection other = connect("parley.db");
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            for (int n = 0; n < queue + 5; n++) {
                answers.add(store.log().commit(said("r", 1, "m" + n)));
            }
            statement.execute("ROLLBACK");
        }
        int stored = 0;
        for (Future<Committed> answer : answers) {
            if (answer.failed()) {
                assertEquals(Code.OVERLOADED, refused(() -> answer));
            } else {
                assertEquals(Appends.stored(++stored), await(answer), "nothing refused left a hole");
            }
        }
        assertTrue(stored == queue || stored == queue + 1, "stored " + stored);
    }

    @Test
    void aFileThatVanishedIsNotReplacedByAnEmptyOne() throws Exception {
        claim("r");
        try (Connection other = connect("parley.db");
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "m"))));
            Files.move(file("parley.db"), file("away.db"));
        }
        assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "m"))));
        await(problem("SQLITE_CANTOPEN"));
        assertFalse(Files.exists(file("parley.db")));
        Files.move(file("away.db"), file("parley.db"));
        await(healthy());
        assertEquals(Appends.stored(1), commit(said("r", 1, "m")));
    }

    @Test
    void whatAnotherProgramWritesIsNoticedAndNothingIsLost() throws SQLException {
        claim("r");
        commit(said("r", 1, "mine"));
        try (Connection other = connect("parley.db");
                Statement statement = other.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO journal (n, room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
                    SELECT n + 1, room, seq + 1, ts, type, 'theirs', client_id, from_id, from_name, from_kind, digest, body
                    FROM journal""");
            assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "next"))));
            assertEquals(
                    "another program wrote into the file: it must be the only one",
                    store.health().problem());
            await(healthy());
            assertEquals(Appends.stored(3), commit(said("r", 1, "next")));
            assertEquals(
                    List.of("mine", "theirs", "next"), ids(await(store.history().eventsAfter("r", 0, 10))));
            statement.execute("UPDATE rooms SET epoch = 2");
        }
        assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "once more"))));
        await(healthy());
        assertEquals(new Committed.Fenced(2), commit(said("r", 1, "once more")));
    }

    @Test
    void aFileThatWasReplacedIsNotWrittenTo() throws Exception {
        claim("r");
        commit(said("r", 1, "m"));
        await(store.close());
        Files.copy(file("parley.db"), file("copy.db"));
        store = await(open());
        Files.move(file("parley.db"), file("away.db"));
        Files.copy(file("copy.db"), file("parley.db"));
        await(problem("the file was replaced by another one"));
        assertEquals(Code.UNAVAILABLE, refused(() -> store.log().commit(said("r", 1, "lost?"))));
        Files.move(file("away.db"), file("parley.db"), StandardCopyOption.REPLACE_EXISTING);
        await(healthy());
        assertEquals(Appends.stored(2), commit(said("r", 1, "kept")));
    }

    /** No digest of what the tests delete is forgotten meanwhile. */
    static final LongSupplier NEVER_A_DAY_LATER = () -> 0;

    private Future<Store> open(StoreConfig config) {
        StoreObserver observer = new StoreObserver() {
            @Override
            public void committed(int operations, long nanos) {
                assertTrue(operations > 0 && nanos > 0);
            }

            @Override
            public void failed() {
                failures.incrementAndGet();
            }
        };
        return SqliteStore.open(vertx, config, observer, NEVER_A_DAY_LATER);
    }

    private StoreConfig config(String name, long maxSize) {
        return TestStore.config("sqlite:" + file(name), "busyTimeout", Duration.ofMillis(200), "maxSize", maxSize);
    }

    private Path file(String name) {
        return folder.resolve("data").resolve(name);
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file(name));
    }

    private Future<Void> healthy() {
        return when(() -> store.health().up());
    }

    private Future<Void> problem(String text) {
        return when(() -> store.health().problem().startsWith(text));
    }

    private Future<Void> when(BooleanSupplier holds) {
        Promise<Void> promise = Promise.promise();
        vertx.setPeriodic(20, timer -> {
            if (holds.getAsBoolean()) {
                vertx.cancelTimer(timer);
                promise.tryComplete();
            }
        });
        return promise.future();
    }

    private static String ask(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.getString(1);
        }
    }

    private static String plan(Connection connection, String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + query)) {
            while (row.next()) {
                lines.add(row.getString("detail"));
            }
        }
        return String.join("; ", lines);
    }
}
