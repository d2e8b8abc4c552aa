package dev.parley.store.postgres;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.store.CapabilityTablesContract;
import dev.parley.store.Database.Statement;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of capabilities' tables on Postgres, and nodes that start together. */
class PgCapabilityTablesTest extends CapabilityTablesContract {
    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();

    @Override
    protected Future<? extends Store> open(int capabilityQueue) {
        return PostgresStore.open(
                vertx,
                TestStore.config(url, "capabilityQueue", capabilityQueue, "timeout", Duration.ofSeconds(2)),
                StoreObserver.NONE);
    }

    @Override
    protected Statement slowWrite() {
        return Statement.of("INSERT INTO notes SELECT 'slow', 1, pg_sleep(30)::text");
    }

    @Test
    void nodesThatStartTogetherRunEachScriptOnce() {
        List<Store> nodes = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            nodes.add(await(open(1)));
        }
        List<String> scripts = List.of(
                "CREATE TABLE counted (n integer); INSERT INTO counted VALUES (0)", "UPDATE counted SET n = n + 1");
        await(Future.all(
                nodes.stream().map(node -> node.migrate("counted", scripts)).toList()));
        assertEquals(List.of(List.of(1L)), query("SELECT n FROM counted"));
        await(Future.all(nodes.stream().map(Store::close).toList()));
    }
}
