package dev.parley.store.postgres;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.store.StoreObserver;
import dev.parley.testing.TestConfig;
import dev.parley.testing.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process that has just started, on a busy machine, may take longer to connect than a lease may take to be renewed. */
@ExtendWith(VertxExtension.class)
class SlowStartTest {
    private static final long DELAY_MS = 1500;

    @Test
    void aNodeStartsThoughEachConnectionTakesLongerThanALeaseMay(Vertx vertx) {
        URI database = URI.create(TestPostgres.shared().newDatabase());
        NetClient client = vertx.createNetClient();
        NetServer slow = await(vertx.createNetServer()
                .connectHandler(node -> {
                    node.pause();
                    vertx.setTimer(DELAY_MS, t -> client.connect(database.getPort(), database.getHost())
                            .onSuccess(store -> join(node, store)));
                })
                .listen(0, "127.0.0.1"));
        String url = database.toString().replace(":" + database.getPort() + "/", ":" + slow.actualPort() + "/");
        PostgresStore store = await(PostgresStore.open(
                vertx, TestConfig.with(Map.of("PARLEY_STORE_URL", url)).store(), StoreObserver.NONE));
        assertTrue(store.health().up());
        await(store.close());
    }

    private static void join(NetSocket one, NetSocket other) {
        one.pipeTo(other).onFailure(gone -> {});
        other.pipeTo(one).onFailure(gone -> {});
    }
}
