package dev.parley.store.postgres;

import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.cluster.ClusterLevel;
import dev.parley.cluster.LiveNode;
import dev.parley.config.InvalidConfig;
import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.store.RoomFilter;
import dev.parley.store.RoomSummary;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node of this build comes to a database that nodes of the build before it go on using: schema 3, with its SQL. */
@ExtendWith(VertxExtension.class)
class RollingUpgradeTest {
    private static final String RENEW =
            """
            INSERT INTO nodes (id, cluster, ready, gateways, bus, hears, renewed_at, lease_until)
            VALUES ('old', 'parley', true, 1, '10.0.0.1:4000', '{}', lease_time(), lease_time() + interval '1 hour')
            ON CONFLICT (id) DO UPDATE SET renewed_at = excluded.renewed_at, lease_until = excluded.lease_until""";

    private static final String CLAIM = "SELECT epoch FROM claim_rooms(ARRAY['r'], ARRAY['old'])";
    private static final String APPEND =
            """
            SELECT outcome, number FROM append_events(
              ARRAY['r'], ARRAY[1::bigint], ARRAY[5::bigint], ARRAY['message'], ARRAY['m'], ARRAY[true], ARRAY['ann'],
              ARRAY['Ann'], ARRAY['user'], ARRAY['d'], ARRAY['{}'], ARRAY[NULL::text], ARRAY[NULL::integer],
              ARRAY[NULL::text], ARRAY[NULL::bigint], ARRAY[NULL::bigint], ARRAY[NULL::boolean], ARRAY[NULL::text],
              ARRAY[]::integer[], ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::integer[], ARRAY[]::text[], ARRAY[]::text[],
              ARRAY[]::text[], ARRAY[]::integer[])""";

    private static final String COMMIT =
            """
            SELECT outcome FROM commit_events(
              ARRAY['r'], ARRAY[1::bigint], ARRAY[5::bigint], ARRAY['message'], ARRAY['%s'], ARRAY[true], ARRAY['ann'],
              ARRAY['Ann'], ARRAY['user'], ARRAY['d'], ARRAY['{"text":"old"}'])""";

    /** An edit, and options as a node of level 2 writes them. */
    private static final String UNITS =
            """
            SELECT outcome FROM commit_units('[{"room": "r", "epoch": 2, "ts": 5,
              "events": [{"type": "edited", "id": "e", "from_id": "ann", "from_name": "Ann", "from_kind": "user",
                          "body": "{\\"target\\":1}"}],
              "effects": [{"kind": "edit", "target": 1, "by": "ann", "text": "\\"new\\""}]},
             {"room": "r", "epoch": 2, "ts": 5, "events": [], "effects": [], "options": "{\\"assistants\\":{}}"}]')""";

    /** The lease's statement of a running node is given up after so long. */
    private static final long LEASE_STATEMENT_MS = 750;

    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();
    private Vertx vertx;
    private PgConnection old;

    @BeforeEach
    void anOlderNodeRuns(Vertx injected) throws IOException {
        vertx = injected;
        old = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        for (String file : List.of("V1__rooms.sql", "V2__nodes.sql", "V3__lease_clock.sql")) {
            run(old, script(file));
        }
        run(old, "CREATE TABLE schema_version (version integer NOT NULL); INSERT INTO schema_version VALUES (3)");
        run(old, RENEW);
    }

    @Test
    void anOlderNodeGoesOnWhileTheSchemaIsBroughtUpAndAfterwards() {
        PgConnection slow = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        run(slow, "BEGIN; " + RENEW);
        Future<PostgresStore> first = open();
        Future<PostgresStore> second = open();
        waitsForNodes();
        long asked = System.nanoTime();
        run(old, "INSERT INTO nodes VALUES ('other', true, 1, '10.0.0.2:4000', lease_time(), lease_time())");
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        assertTrue(ms < LEASE_STATEMENT_MS, "a renewal waited for " + ms + " ms");
        run(slow, "COMMIT");
        PostgresStore store = await(first);
        await(await(second).close());
        assertEquals(
                PostgresStore.schema() + "",
                server.askIn(url, "select string_agg(version::text, ',') from schema_version"));

        run(old, RENEW);
        assertEquals(1, run(old, CLAIM).iterator().next().getLong(0));
        Row appended = run(old, APPEND).iterator().next();
        assertEquals("stored", appended.getString(0));
        assertEquals(1, appended.getLong(1));
        assertEquals("m", await(store.history().eventsAfter("r", 0, 9)).get(0).id());
        LiveNode me = new LiveNode("new", "parley", true, 1, "10.0.0.3:4000", null);
        assertEquals(0, await(store.leases().renew(me, Duration.ofMinutes(1))).level());
        String oldest = "select oldest from schema_reader";
        assertEquals("3", server.askIn(url, oldest), "code of before may start again");
        run(old, "UPDATE nodes SET lease_until = lease_time() WHERE id <> 'new'");
        assertEquals(
                ClusterLevel.CURRENT.number(),
                await(store.leases().renew(me, Duration.ofMinutes(1))).level());
        assertEquals("7", server.askIn(url, oldest), "and not once it would not understand the others");
        await(store.close());
    }

    @Test
    void aNodeOfTheLevelBeforeStoresBesideThisOne() throws IOException {
        for (String file : List.of("V4__levels.sql", "V5__commits.sql", "V6__amendments.sql")) {
            run(old, script(file));
        }
        run(old, "UPDATE schema_version SET version = 6; UPDATE cluster_level SET level = 2");
        run(old, RENEW);
        run(old, "UPDATE nodes SET level = 2");
        run(old, CLAIM);
        run(old, COMMIT.formatted("before"));
        PostgresStore store = await(open());
        run(old, CLAIM);
        assertEquals(
                "stored",
                run(old, COMMIT.replace("[1::", "[2::").formatted("m"))
                        .iterator()
                        .next()
                        .getString(0));
        assertEquals("stored", run(old, UNITS).iterator().next().getString(0));
        List<Event> events = await(store.history().eventsAfter("r", 0, 9));
        assertEquals(List.of("before", "m", "e"), events.stream().map(Event::id).toList());
        assertEquals("new", new JsonObject(events.get(0).body()).getString("text"));
        assertEquals(
                List.of("r"),
                await(store.history().rooms(NameRange.ALL, RoomFilter.ALL, 9)).stream()
                        .map(RoomSummary::room)
                        .toList());
        LiveNode me = new LiveNode("new", "parley", true, 1, "10.0.0.3:4000", null);
        assertEquals(2, await(store.leases().renew(me, Duration.ofMinutes(1))).level());
        String oldest = "select oldest from schema_reader";
        assertEquals("6", server.askIn(url, oldest), "it may start again");
        run(old, "UPDATE nodes SET lease_until = lease_time() WHERE id <> 'new'");
        assertEquals(
                ClusterLevel.CURRENT.number(),
                await(store.leases().renew(me, Duration.ofMinutes(1))).level());
        assertEquals("7", server.askIn(url, oldest), "and not once rooms may be private");
        assertEquals(3, await(store.log().claim("r", "new")).epoch());
        await(store.close());
    }

    @Test
    void aSchemaWhoseTablesAreLockedForLongIsRefusedWithOneLine() {
        PgConnection slow = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        run(slow, "BEGIN; " + RENEW);
        PgConnection mine = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        Throwable refused = failure(migrations(mine, 2).apply());
        String text = assertInstanceOf(InvalidConfig.class, refused).getMessage();
        assertTrue(
                text.matches("config store\\.url: 127\\.0\\.0\\.1:\\d+/\\w+ cannot take the present schema: other"
                        + " transactions keep its tables locked; end them"),
                text);
        run(slow, "COMMIT");
        await(migrations(mine, 1).apply());
        assertEquals(PostgresStore.schema() + "", server.askIn(url, "select version from schema_version"));
    }

    private PgMigrations migrations(PgConnection connection, int attempts) {
        try {
            return new PgMigrations(connection, PgAddress.of(url), vertx, attempts);
        } catch (InvalidConfig e) {
            throw new AssertionError(e);
        }
    }

    private static String script(String file) throws IOException {
        try (InputStream in = PgMigrations.class.getResourceAsStream("/migrations/postgres/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Future<PostgresStore> open() {
        return PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE);
    }

    private void waitsForNodes() {
        while ("0"
                .equals(server.askIn(
                        url, "select count(*) from pg_locks where not granted and relation = 'nodes'::regclass"))) {
            Thread.onSpinWait();
        }
    }

    @CanIgnoreReturnValue
    private static RowSet<Row> run(PgConnection connection, String sql) {
        return await(connection.query(sql).execute());
    }
}
