package dev.parley.store.postgres;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Event;
import dev.parley.store.Appends;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database of before messages had numbers gets them while it serves, also nodes of the build before. */
@ExtendWith(VertxExtension.class)
class PgNumberingTest {
    /** What nodes of schema 5 store, in room a under its first epoch. */
    private static final String OLD_COMMIT =
            """
            SELECT outcome FROM commit_events(
              ARRAY['a', 'a'], ARRAY[1::bigint, 1], ARRAY[5::bigint, 5], ARRAY['message', 'other'],
              ARRAY['%1$s', 'o'], ARRAY[true, false], ARRAY['ann', 'ann'], ARRAY['Ann', 'Ann'], ARRAY['user', 'user'],
              ARRAY['d', NULL], ARRAY['{}', '{}'])""";

    private static final String WRONG =
            """
            SELECT count(*) FROM (
              SELECT nth, count(*) FILTER (WHERE type IN ('message', 'answer')) OVER (PARTITION BY room ORDER BY seq) AS n
              FROM events) numbered
            WHERE nth IS DISTINCT FROM n""";

    private static final String WRONG_ROOMS =
            """
            SELECT count(*) FROM rooms r WHERE messages IS DISTINCT FROM (
              SELECT count(*) FROM events e WHERE e.room = r.id AND type IN ('message', 'answer'))""";

    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();
    private Vertx vertx;

    @BeforeEach
    void anOlderNodeStored(Vertx injected) throws Exception {
        vertx = injected;
        for (String file :
                List.of("V1__rooms.sql", "V2__nodes.sql", "V3__lease_clock.sql", "V4__levels.sql", "V5__commits.sql")) {
            server.askIn(url, script(file));
        }
        server.askIn(url, "CREATE TABLE schema_version (version integer NOT NULL)");
        server.askIn(url, "INSERT INTO schema_version VALUES (5)");
        server.askIn(url, "SELECT claim_rooms(ARRAY['a', 'b', 'empty'], ARRAY['old', 'old', 'old'])");
        server.askIn(
                url,
                """
                INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, body)
                SELECT room, n, n, CASE WHEN n % 3 = 0 THEN 'other' WHEN n % 3 = 1 THEN 'message' ELSE 'answer' END,
                       'm' || n, true, 'ann', 'Ann', 'user', '{}'
                FROM generate_series(1, 1300) n, unnest(ARRAY['a', 'b']) room""");
        server.askIn(url, "UPDATE rooms SET last_seq = 1300 WHERE id <> 'empty'");
        PgConnection session = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        await(new PgMigrations(session, PgAddress.of(url), vertx).apply());
        await(session.close());
    }

    @Test
    void allRoomsAreNumberedWhereverTheChoreStopped() {
        server.askIn(url, "SELECT number_events('a', 500)"); // and then its node died
        server.askIn(url, OLD_COMMIT.formatted("early"));
        server.askIn(url, "CREATE UNIQUE INDEX events_by_nth ON events (room, seq)");
        server.askIn(url, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'events_by_nth'::regclass");
        assertEquals("false", server.askIn(url, "SELECT done::text FROM numbering"));
        PostgresStore store = await(PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE));
        PostgresStore beside = await(PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE));
        List<List<Event>> before = pages(store);
        int n = 0;
        while ("false".equals(server.askIn(url, "SELECT done::text FROM numbering"))) {
            server.askIn(url, OLD_COMMIT.formatted("meanwhile" + n++));
        }
        assertEquals("0", server.askIn(url, WRONG));
        assertEquals("0", server.askIn(url, WRONG_ROOMS));
        assertEquals(
                "CREATE UNIQUE INDEX events_by_nth ON public.events USING btree (room, nth)"
                        + " WHERE ((nth IS NOT NULL) AND (type = ANY (ARRAY['message'::text, 'answer'::text])))",
                server.askIn(
                        url,
                        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indisvalid"
                                + " AND indexrelid = 'events_by_nth'::regclass"));
        assertEquals(before, pages(store));
        await(store.close());
        await(beside.close());
        PostgresStore next = await(PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE));
        assertEquals(before, pages(next));
        await(next.close());
    }

    @Test
    void nodesOfBothBuildsCountOn() {
        PostgresStore store = await(PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE));
        while ("false".equals(server.askIn(url, "SELECT done::text FROM numbering"))) {
            Thread.onSpinWait();
        }
        server.askIn(url, OLD_COMMIT.formatted("by the old"));
        await(store.log().commit(Appends.said("a", 1, "by the new")));
        await(store.log().commit(Appends.asked("a", 1, "with a turn", Appends.turn("a", "t"))));
        server.askIn(url, OLD_COMMIT.formatted("by the old again"));
        server.askIn(url, "SELECT claim_rooms(ARRAY['late'], ARRAY['old'])");
        await(store.log().commit(Appends.said("late", 1, "m")));
        assertEquals("0", server.askIn(url, WRONG));
        assertEquals("0", server.askIn(url, WRONG_ROOMS));
        assertEquals("871", server.askIn(url, "SELECT messages FROM rooms WHERE id = 'a'"));
        await(store.close());
    }

    /** Of room b, which nobody writes to. */
    private static List<List<Event>> pages(PostgresStore store) {
        return Stream.of(1301L, 900L, 31L, 3L, 1L, 0L)
                .flatMap(at -> Stream.of(
                        await(store.history().messagesBefore("b", at, 50)),
                        await(store.history().messagesAfter("b", at, 50))))
                .toList();
    }

    private static String script(String file) throws IOException {
        try (InputStream in = PgMigrations.class.getResourceAsStream("/migrations/postgres/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
