package dev.parley.store.sqlite;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.StoreConfig;
import dev.parley.model.Event;
import dev.parley.store.Appends;
import dev.parley.store.Committed;
import dev.parley.store.Store;
import dev.parley.store.StoreContract;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a journal so small that events move all the time, and what its moving may not break. */
class JournalTest extends StoreContract {
    private static final long SMALL = 16 << 10;

    @TempDir
    Path folder;

    @Override
    protected Future<Store> open() {
        return open("parley.db", SMALL);
    }

    @Override
    protected String change(String sql) {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                Statement statement = other.createStatement()) {
            return statement.execute(sql) ? statement.getResultSet().getString(1) : null;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Store crash() {
        return Crash.of(folder, store, this::open);
    }

    private Future<Store> open(String name, long journal) {
        StoreConfig config = TestStore.config("sqlite:" + folder.resolve(name), "journal", journal);
        return SqliteStore.open(vertx, config, StoreObserver.NONE, SqliteStoreTest.NEVER_A_DAY_LATER);
    }

    private long count(String name, String table) {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertWhole(List<Event> events, int atLeast) {
        assertTrue(events.size() >= atLeast, events.size() + " of " + atLeast);
        for (int n = 0; n < events.size(); n++) {
            assertEquals(n + 1, events.get(n).seq());
            assertEquals("m" + n, events.get(n).id());
        }
    }

    @Test
    void readersSeeEveryEventOnceWhileItMoves() {
        List<String> rooms = List.of("a", "b", "c");
        rooms.forEach(room -> await(store.log().claim(room, "here")));
        int appended = 0;
        for (int round = 0; round < 100; round++) {
            List<Future<?>> answers = new ArrayList<>();
            List<Future<List<Event>>> reads = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                String id = "m" + (appended + n);
                rooms.forEach(room -> answers.add(store.log().commit(said(room, 1, id))));
                reads.add(store.history().eventsAfter(rooms.get(n % 3), 0, 10_000));
            }
            int before = appended;
            reads.forEach(read -> assertWhole(await(read), before));
            answers.forEach(answer -> await(answer));
            appended += 20;
        }
        int all = appended;
        rooms.forEach(room -> assertWhole(await(store.history().eventsAfter(room, 0, 10_000)), all));
        assertTrue(count("parley.db", "events") > 0, "some moved");
        assertTrue(count("parley.db", "journal") < all, "and were deleted");
    }

    @Test
    void whatACrashLeavesIsTakenUp() throws IOException {
        await(store.log().claim("r", "here"));
        for (int n = 0; n < 1500; n++) {
            await(store.log().commit(said("r", 1, "m" + n)));
        }
        // What the disk holds at this moment, as after a crash: nothing was closed.
        for (String part : List.of("parley.db-wal", "parley.db")) {
            Files.copy(folder.resolve(part), folder.resolve(part.replace("parley", "crashed")));
        }
        assertTrue(count("crashed.db", "journal") > 0);
        assertTrue(count("crashed.db", "journal") + count("crashed.db", "events") > 1500, "some stand in both");
        Store crashed = await(open("crashed.db", SMALL));
        assertWhole(await(crashed.history().eventsAfter("r", 0, 10_000)), 1500);
        long epoch = await(crashed.log().claim("r", "next")).epoch();
        for (int n : new int[] {0, 700, 1499}) {
            Committed again = await(crashed.log().commit(said("r", epoch, "m" + n)));
            assertEquals(new Committed.Duplicate(n + 1, 1_000, true), again, "wherever it stands");
        }
        for (int n = 1500; n < 2500; n++) {
            assertEquals(Appends.stored(n + 1), await(crashed.log().commit(said("r", epoch, "m" + n))));
        }
        assertWhole(await(crashed.history().eventsAfter("r", 0, 10_000)), 2500);
        await(crashed.close());
        assertEquals(0, count("crashed.db", "journal"), "all is in its place when a store was closed");
        assertEquals(2500, count("crashed.db", "events"));
    }

    @Test
    void pagesSpanWhatMovedAndWhatDidNot() {
        await(store.log().claim("r", "here"));
        for (int n = 0; n < 1000; n++) {
            await(store.log().commit(said("r", 1, "m" + n)));
        }
        long border = 1000 - count("parley.db", "journal");
        assertTrue(border > 0, "some have moved and were deleted");
        for (long bound = 1; bound <= 1001; bound += 7) {
            long from = bound;
            assertEquals(
                    List.of(from - 1, from, from + 1).stream()
                            .filter(seq -> seq >= from && seq <= 1000)
                            .toList(),
                    await(store.history().eventsAfter("r", from - 1, 2)).stream()
                            .map(Event::seq)
                            .toList());
            List<Long> before = await(store.history().messagesBefore("r", from, 3)).stream()
                    .map(Event::seq)
                    .toList();
            assertEquals(
                    List.of(from - 3, from - 2, from - 1).stream()
                            .filter(seq -> seq > 0)
                            .toList(),
                    before);
            assertEquals(
                    from <= 1000,
                    await(store.history().seqOf("r", "m" + (from - 1))).isPresent());
        }
    }

    @Test
    void anotherEventInThePlaceOfOneIsAFaultAndNeitherIsLost() throws SQLException {
        Store clashing = await(open("clash.db", 1 << 20));
        await(clashing.log().claim("r", "here"));
        assertEquals(Appends.stored(1), await(clashing.log().commit(said("r", 1, "mine"))));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("clash.db"));
                Statement statement = other.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
                    SELECT room, seq, ts, type, 'theirs', client_id, from_id, from_name, from_kind, digest, body
                    FROM journal""");
        }
        await(clashing.close());
        assertEquals(1, count("clash.db", "journal"), "it waits for somebody who decides");
        Store again = await(open("clash.db", 0));
        assertTrue(await(again.log().commit(said("r", 1, "next")).map(false).otherwise(true)), "refused");
        assertTrue(again.health().problem().startsWith("two different events have number 1"), again.health()::problem);
        await(again.close());
        assertEquals(1, count("clash.db", "journal"));
    }
}
