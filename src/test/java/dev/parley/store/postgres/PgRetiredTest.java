package dev.parley.store.postgres;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.said;
import static dev.parley.store.Appends.stored;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Author;
import dev.parley.model.EventType;
import dev.parley.store.Appends;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What rooms of Postgres do not keep any more is erased behind those who write, whoever began with it. */
@ExtendWith(VertxExtension.class)
class PgRetiredTest {
    private static final int MESSAGES = 1200;
    private static final String TEXTS = "select count(*) from events where body <> '{}' or from_name <> ''";

    private final long now = System.currentTimeMillis();
    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();
    private Vertx vertx;
    private PostgresStore store;
    private PgConnection session;

    @BeforeEach
    void openStore(Vertx injected) {
        vertx = injected;
        store = await(open());
        session = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        await(store.log().claim("r", "node"));
    }

    private Future<PostgresStore> open() {
        return PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE);
    }

    @AfterEach
    void closeStore() {
        await(session.close());
        await(store.close());
    }

    @Test
    void aChoreGoesOnWhereANodeDied() {
        fill();
        retain(MESSAGES);
        assertTrue(await(store.log().erase("r")));
        retain(MESSAGES + 1);
        await(new RetiredChore(session, vertx).run());
        assertEquals("0", server.askIn(url, TEXTS));
        assertEquals("" + MESSAGES, server.askIn(url, "select count(*) from events"));
        assertEquals("1", server.askIn(url, "select count(*) from retired"));
        assertEquals(new Committed.Duplicate(1, now, true), commit(young("m0")));

        server.askIn(url, "update events set ts = ts - 86400000 where seq <= 1000");
        server.askIn(url, "update retired set due_at = 0");
        await(new RetiredChore(session, vertx).run());
        assertEquals("1001", server.askIn(url, "select min(seq) from events"));
        server.askIn(url, "update events set ts = ts - 86400000");
        server.askIn(url, "update retired set due_at = 0");
        await(new RetiredChore(session, vertx).run());
        assertEquals("0", server.askIn(url, "select count(*) from events"));
        await(new ErasureChore(session, vertx).erase());
        assertEquals("0", server.askIn(url, "select count(*) from retired"));
        assertEquals(stored(MESSAGES + 1), commit(young("m0")));
    }

    @Test
    void erasingWaitsForNobodyAndNobodyForErasing() {
        fill();
        retain(MESSAGES + 1);
        run("BEGIN");
        run("SELECT FROM rooms FOR UPDATE");
        run("SELECT FROM events WHERE seq IN (7, 700) FOR UPDATE");
        for (int n = 0; n < 5; n++) {
            assertTrue(await(store.log().erase("r")), "a row is locked");
        }
        run("ROLLBACK");
        run("BEGIN");
        run("SELECT erase_events('r', 500, 86400000)");
        assertEquals(stored(MESSAGES + 1), commit(young("new")));
        retain(MESSAGES + 2);
        run("ROLLBACK");
        int steps = 0;
        while (await(store.log().erase("r"))) {
            steps++;
        }
        assertEquals(2, steps, "of 500 each, and the last");
        assertEquals("0", server.askIn(url, TEXTS));
    }

    @Test
    void nothingIsErasedThatIsKept() {
        fill();
        assertFalse(await(store.log().erase("r")));
        retain(1000);
        while (await(store.log().erase("r"))) {}
        assertEquals(201, await(store.history().eventsAfter("r", 0, 9999)).size());
        assertEquals("201", server.askIn(url, TEXTS));
    }

    @Test
    void listsAreFoundByIndexesWithoutHiddenRooms() {
        for (String sql : List.of(RoomRow.VISIBLE, RoomRow.ALL)) {
            String plan = plan(sql.replace("$1", "''")
                    .replace("$2", "'~'")
                    .replace("$3", "'ann'")
                    .replace("$4", "9"));
            assertTrue(plan.contains("members_by_user"), plan);
            assertEquals(sql.equals(RoomRow.VISIBLE), plan.contains("rooms_listed"), plan);
        }
        String due = plan(PgHistory.DUE.replace("$1", "5").replace("$2", "9"));
        assertTrue(due.contains("rooms_with_retention"), due);
    }

    private String plan(String sql) {
        run("SET enable_seqscan = off; SET enable_bitmapscan = off");
        StringBuilder lines = new StringBuilder();
        await(session.query("EXPLAIN " + sql).execute())
                .forEach(row -> lines.append(row.getString(0)).append('\n'));
        return lines.toString();
    }

    @Test
    void aDatabaseWithManyRoomsGetsItsIndexesLater() {
        server.askIn(url, "drop index rooms_listed");
        server.askIn(url, "update pg_index set indisvalid = false where indexrelid = 'rooms_with_retention'::regclass");
        await(store.close());
        store = await(open());
        String valid = "select count(*) from pg_index where indisvalid and indexrelid in"
                + " (to_regclass('rooms_listed'), to_regclass('rooms_with_retention'))";
        while (!"2".equals(server.askIn(url, valid))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theFirstUserWhomAGuestBecomesKeepsWhatWasSaid() {
        Author guest = new Author("guest-1", "Gus", Author.Kind.USER, true);
        commit(said("r", 1, "m", guest, "d"));
        await(store.sessions().adopt("guest-1", "ben", "Ben", "key"));
        await(store.sessions().adopt("guest-1", "eve", "Eve", "key"));
        await(store.sessions().adopt("guest-1", "ben", "Benjamin", "key"));
        assertEquals(
                new Author("ben", "Benjamin", Author.Kind.USER),
                await(store.history().eventsAfter("r", 0, 9)).get(0).from());
    }

    private void fill() {
        await(Future.join(IntStream.range(0, MESSAGES)
                .mapToObj(n -> store.log().commit(young("m" + n)))
                .toList()));
    }

    private Commit young(String id) {
        return Appends.commit("r", 1, now, EventType.MESSAGE, id, true, ANN, "d", "{\"text\":\"x\"}", List.of(), null);
    }

    private void retain(long first) {
        commit(new Commit("r", 1, now, null, List.of(), List.of(new Effect.Retain(first, null))));
    }

    @CanIgnoreReturnValue
    private Committed commit(Commit commit) {
        return await(store.log().commit(commit));
    }

    private void run(String sql) {
        await(session.query(sql).execute());
    }
}
