package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node that stops tells its clients when to come back, spread over the window, and loses nothing it acknowledged. */
class ConnectionDrainTest {
    private static final long WINDOW_MS = 2000;

    @Test
    void clientsAreSentAwaySpreadOverTheWindow() throws Exception {
        TestNode node = TestNode.start(Map.of("PARLEY_DRAIN_WINDOW", WINDOW_MS + "ms"));
        List<TestSocket> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(node.connect("user" + i));
            clients.get(i).enter("main");
        }
        List<CompletableFuture<Long>> closedAfterMs = new ArrayList<>();
        long from = System.nanoTime();
        CompletableFuture<Void> drained =
                node.node().drain().toCompletionStage().toCompletableFuture();
        for (TestSocket client : clients) {
            closedAfterMs.add(CompletableFuture.supplyAsync(() -> {
                assertEquals(1012, client.awaitClose());
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            }));
        }
        List<Long> times = new ArrayList<>();
        for (CompletableFuture<Long> closed : closedAfterMs) {
            times.add(closed.get(15, TimeUnit.SECONDS));
        }
        for (TestSocket client : clients) {
            long retryAfterMs = new JsonObject(client.closeReason()).getLong("retryAfterMs");
            assertTrue(retryAfterMs > 0 && retryAfterMs <= 2 * WINDOW_MS, client.closeReason());
        }
        times.sort(null);
        assertTrue(times.get(0) < WINDOW_MS / 2, times.toString());
        assertTrue(times.get(11) - times.get(0) > WINDOW_MS / 3, times.toString());
        drained.get(15, TimeUnit.SECONDS);
    }

    @Test
    void whatIsAcknowledgedWhileItDrainsIsThereAfterwards() {
        TestNode node = TestNode.start(Map.of("PARLEY_DRAIN_WINDOW", "500ms"));
        int acknowledged = 0;
        try (TestSocket first = node.connect("first");
                TestSocket ann = node.connect("ann")) {
            ann.enter("main");
            CompletableFuture<Void> drained =
                    node.node().drain().toCompletionStage().toCompletableFuture();
            for (int i = 0; i < 10_000 && ann.isOpen(); i++) {
                if (isAcknowledged(ann, "m" + i)) {
                    acknowledged = i + 1;
                }
            }
            assertEquals(1012, ann.awaitClose());
            drained.orTimeout(15, TimeUnit.SECONDS).join();
            assertEquals(1012, first.awaitClose());
        }
        try (TestNode again = TestNode.startIn(node.folder(), Map.of());
                TestSocket ann = again.connect("ann")) {
            assertTrue(ann.enter("main").getLong("seq") >= acknowledged);
        }
    }

    /** The socket may close at any moment. */
    private static boolean isAcknowledged(TestSocket client, String id) {
        try {
            return "ack".equals(client.say("main", id, "while it drains").getString("type"));
        } catch (RuntimeException | AssertionError closed) {
            return false;
        }
    }
}
