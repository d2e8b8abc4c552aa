package dev.parley.store.sqlite;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.deleted;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.stored;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.StoreConfig;
import dev.parley.model.Event;
import dev.parley.store.Commit;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A file of the version before messages were listed is used at once, and listed while it is. */
@ExtendWith(VertxExtension.class)
class OlderFileTest {
    private static final List<String> SCHEMA_3 = List.of("V1__rooms.sql", "V2__journal.sql", "V3__levels.sql");
    private static final String LOST = "text of a row that was deleted";
    /** Every third is a message; the last hundred of each room are in the journal. */
    private static final String FILL =
            """
            INSERT INTO %s
            WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            SELECT %s 'big', i, 1000, CASE i %% 3 WHEN 0 THEN 'message' WHEN 1 THEN 'event' ELSE 'answer' END, 'm' || i, 1,
              'ann', 'Ann', 'user', 'd', '{"text":"' || i || '"}' FROM n""";

    private static final int MOVED = 1_300;
    private static final int ALL = 1_400;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException, SQLException {
        file = folder.resolve("parley.db");
        try (Connection older = connect();
                Statement statement = older.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA secure_delete = OFF");
            for (String script : SCHEMA_3) {
                statement.executeUpdate(resource(script));
            }
            statement.execute("PRAGMA user_version = 3");
            statement.execute(
                    "INSERT INTO rooms VALUES ('big', 1, NULL, " + MOVED + ", NULL), ('empty', 1, NULL, 0, NULL)");
            statement.execute(FILL.formatted("events", 1, MOVED, ""));
            statement.execute(FILL.formatted("journal", MOVED + 1, ALL, "i,"));
            statement.execute("CREATE TABLE lost (body TEXT)");
            statement.execute("INSERT INTO lost SELECT replace(hex(zeroblob(9000)), '00', '" + LOST + "')");
            statement.execute("DROP TABLE lost");
        }
        assertTrue(bytes().contains(LOST), "an older version left it in free pages");
    }

    @Test
    void itIsReadAtOnceAndListedWhileItIsUsed(Vertx vertx) {
        Store store = await(open(vertx));
        long epoch = await(store.log().claim("big", "node")).epoch();
        assertPages(store, ALL);
        for (int n = 1; n <= 20; n++) {
            assertEquals(stored(ALL + n), await(store.log().commit(said("big", epoch, "new" + n))));
            assertPages(store, ALL + n);
        }
        assertEquals(stored(ALL + 21), await(store.log().commit(inBig(deleted(epoch, "d", ANN, 3, false)))));
        await(allListed(vertx));
        assertPages(store, ALL + 20);
        await(store.close());
        assertListed();
        assertFalse(bytes().contains(LOST), "free pages were filled with zeros");
        Store again = await(open(vertx));
        assertPages(again, ALL + 20);
        await(again.close());
    }

    @Test
    void itGoesOnWhereItWas(Vertx vertx) throws SQLException {
        StoreConfig config = config();
        try (Connection connection = new DatabaseFile(config).openWriter()) {
            SqliteMigrations.apply(connection, "it");
            MessageListing listing = new MessageListing(connection);
            assertTrue(listing.next());
            assertTrue(listing.next());
        }
        long listed = Long.parseLong(ask("SELECT count(*) FROM messages"));
        assertTrue(listed > 300 && listed < MOVED * 2 / 3, "some, not all: " + listed);
        Store store = await(open(vertx));
        assertPages(store, ALL);
        await(allListed(vertx));
        assertPages(store, ALL);
        await(store.close());
        assertListed();
    }

    /** What an older version appends to a file of this one is listed as well. */
    @Test
    void whatAnOlderVersionMovesIsListedToo(Vertx vertx) throws SQLException {
        Store store = await(open(vertx));
        await(allListed(vertx));
        await(store.close());
        try (Connection older = connect();
                Statement statement = older.createStatement()) {
            statement.execute(FILL.formatted("events", ALL + 1, ALL + 10, ""));
            statement.execute("UPDATE rooms SET last_seq = " + (ALL + 10) + " WHERE id = 'big'");
        }
        assertListed();
        store = await(open(vertx));
        assertPages(store, ALL + 10);
        await(store.close());
    }

    private static Commit inBig(Commit commit) {
        return new Commit("big", commit.epoch(), commit.ts(), commit.cause(), commit.events(), commit.effects());
    }

    private Future<Store> open(Vertx vertx) {
        return SqliteStore.open(vertx, config(), StoreObserver.NONE);
    }

    private StoreConfig config() {
        return TestStore.config("sqlite:" + file);
    }

    private static void assertPages(Store store, long last) {
        List<Long> messages = LongStream.rangeClosed(1, last)
                .filter(seq -> seq > ALL || seq % 3 != 1)
                .boxed()
                .toList();
        for (long before : new long[] {last + 1, MOVED + 3, MOVED, 700, 4, 1}) {
            List<Long> below = messages.stream().filter(seq -> seq < before).toList();
            assertEquals(
                    below.subList(Math.max(0, below.size() - 5), below.size()),
                    seqs(await(store.history().messagesBefore("big", before, 5))));
        }
        for (long after : new long[] {0, 500, MOVED - 3, last - 1}) {
            assertEquals(
                    messages.stream().filter(seq -> seq > after).limit(5).toList(),
                    seqs(await(store.history().messagesAfter("big", after, 5))));
        }
    }

    private static List<Long> seqs(List<Event> events) {
        return events.stream().map(Event::seq).toList();
    }

    private void assertListed() {
        assertEquals("0", ask("SELECT count(*) FROM unlisted"));
        assertEquals(
                "0",
                ask(
                        """
                        SELECT count(*) FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS nth FROM events
                          WHERE room = 'big' AND type IN ('message', 'answer')) e
                        FULL JOIN messages m ON m.seq = e.seq WHERE m.nth IS NOT e.nth"""));
    }

    private Future<Void> allListed(Vertx vertx) {
        Promise<Void> promise = Promise.promise();
        vertx.setPeriodic(50, timer -> {
            if (ask("SELECT count(*) FROM unlisted").equals("0")) {
                vertx.cancelTimer(timer);
                promise.tryComplete();
            }
        });
        return promise.future();
    }

    private String bytes() {
        try {
            List<String> all = new ArrayList<>();
            for (Path part : List.of(file, folder.resolve("parley.db-wal"))) {
                all.add(Files.exists(part) ? new String(Files.readAllBytes(part), StandardCharsets.ISO_8859_1) : "");
            }
            return String.join("", all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String script) throws IOException {
        try (InputStream in = SqliteMigrations.class.getResourceAsStream("/migrations/sqlite/" + script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
