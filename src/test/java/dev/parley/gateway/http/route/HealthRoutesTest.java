package dev.parley.gateway.http.route;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
    @Test
    void aNodeIsReadyUntilItDrains() throws Exception {
        TestNode node = TestNode.start(Map.of("PARLEY_DRAIN_WINDOW", "1s"));
        TestHttp http = node.http(null);
        assertEquals(200, http.get("/health/live").statusCode());
        HttpResponse<String> ready = http.get("/health/ready");
        assertEquals(200, ready.statusCode());
        assertEquals(new JsonObject("{\"status\": \"up\", \"store\": \"up\"}"), new JsonObject(ready.body()));
        TestSocket socket = node.connect("ada");
        Future<Void> drained = node.node().drain();
        HttpResponse<String> down = http.get("/health/ready");
        assertEquals(503, down.statusCode());
        assertEquals("draining", new JsonObject(down.body()).getString("problem"));
        assertEquals(200, http.get("/health/live").statusCode());
        assertEquals(1012, socket.awaitClose());
        await(drained);
    }

    @Test
    void theMetersCount() {
        try (TestNode node = TestNode.start();
                TestSocket ada = node.connect("ada");
                TestSocket bob = node.connect("bob")) {
            ada.enter("main");
            bob.enter("main");
            ada.say("main", "a1", "hello");
            ada.await("message");
            bob.await("message");
            bob.send("nonsense");
            bob.await("error");
            String text = node.http(null).get("/metrics").body();
            assertEquals(2, meter(text, "parley_connections"));
            assertEquals(1, meter(text, "parley_rooms"));
            assertEquals(4, meter(text, "parley_frames_received_total"));
            assertEquals(1, meter(text, "parley_frames_refused_total{code=\"bad_frame\"}"));
            assertTrue(meter(text, "parley_frames_delivered_total") >= 2, text);
            assertTrue(meter(text, "parley_store_commits_total") >= 1);
            assertTrue(meter(text, "parley_store_operations_total") >= meter(text, "parley_store_commits_total"));
            assertTrue(meter(text, "parley_fanout_latency_seconds_count") >= 1);
            assertTrue(text.contains("parley_fanout_latency_seconds_bucket"));
            assertTrue(text.contains("vertx_eventbus_"), "the event bus's own");
        }
    }

    private static double meter(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing in\n" + text));
    }
}
