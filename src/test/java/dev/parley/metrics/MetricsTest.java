package dev.parley.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.Frames;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /metrics} shows each thing once it has happened, under labels whose number is bounded. */
@ExtendWith(VertxExtension.class)
class MetricsTest {
    private static String scrape(TestNode node) {
        return node.http(null).get("/metrics").body();
    }

    private static OptionalDouble find(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst();
    }

    private static double value(TestNode node, String series) {
        String text = scrape(node);
        return find(text, series).orElseThrow(() -> new AssertionError(series + " is missing in\n" + text));
    }

    private static void awaitValue(TestNode node, String series, double expected) {
        Frames.until(
                series + " is " + expected, () -> find(scrape(node), series).orElse(0) == expected);
    }

    @Test
    void theProcessAndItsVersion() {
        try (TestNode node = TestNode.start()) {
            Frames.until("the process meters", () -> scrape(node).contains("process_uptime_seconds"));
            String text = scrape(node);
            for (String family : List.of(
                    "jvm_memory_used_bytes",
                    "jvm_memory_max_bytes",
                    "jvm_gc_memory_allocated_bytes_total",
                    "jvm_threads_live_threads",
                    "jvm_classes_loaded_classes",
                    "process_cpu_usage",
                    "process_files_open_files",
                    "process_resident_memory_bytes")) {
                assertTrue(text.lines().anyMatch(line -> line.matches(family + "(\\{.*})? .*")), family + "\n" + text);
            }
            assertTrue(
                    text.lines()
                            .anyMatch(line -> line.matches(
                                    "parley_build_info\\{java=\".+\",version=\"development\",vertx=\"5.+\"} 1(\\.0)?")),
                    text);
        }
    }

    @Test
    void httpByRouteMethodAndStatus() {
        try (TestNode node = TestNode.start();
                TestSocket ada = node.connect("ada")) {
            ada.enter("secret-room");
            assertEquals(
                    200,
                    node.http(node.token("ada"))
                            .get("/api/rooms/secret-room/messages")
                            .statusCode());
            assertEquals(
                    401, node.http(null).get("/api/rooms/secret-room/messages").statusCode());
            assertEquals(404, node.http(null).get("/api/nothing/of/the/kind").statusCode());
            assertEquals(405, node.http(null).send("BREW", "/health/live", null).statusCode());
            String series =
                    "parley_http_requests_seconds_count{method=\"GET\",route=\"/api/rooms/:room/messages\",status=";
            awaitValue(node, series + "\"200\"}", 1);
            awaitValue(node, series + "\"401\"}", 1);
            String text = scrape(node);
            assertTrue(text.contains("status=\"404\"} 1"), text);
            assertTrue(text.contains("method=\"OTHER\""), text);
            assertFalse(text.contains("secret-room"), "no room is a label");
            assertFalse(text.contains("kind"), "no path is a label");
            assertFalse(text.contains("ada"), "no user is a label");
        }
    }

    @Test
    void refusalsAndClosesByCode() {
        try (TestNode node = TestNode.start();
                TestSocket ada = node.connect("ada")) {
            for (int i = 0; i < 3; i++) {
                ada.sendText("nonsense");
            }
            assertEquals(4500, ada.awaitClose());
            assertEquals(3, value(node, "parley_frames_refused_total{code=\"bad_frame\"}"));
            assertEquals(0, value(node, "parley_frames_refused_total{code=\"forbidden\"}"));
            assertEquals(1, value(node, "parley_connections_closed_total{code=\"4500\"}"));
            assertEquals(0, value(node, "parley_connections_closed_total{code=\"1012\"}"));
        }
    }

    @Test
    void roomsThatComeAndGoAndWhatWaits() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_ROOMS_IDLE_TIMEOUT", "200ms"))) {
            try (TestSocket ada = node.connect("ada")) {
                ada.enter("main");
                assertEquals(1, value(node, "parley_rooms_claimed_total"));
                assertEquals(0, value(node, "parley_store_queue"));
                assertEquals(0, value(node, "parley_commands"));
                awaitValue(node, "parley_rooms_left_total{reason=\"idle\"}", 1);
            }
        }
    }

    @Test
    void tokensTheFirstTokenAndErrorsOfProviders(Vertx vertx) {
        FakeOpenAi fake = FakeOpenAi.start(vertx)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        fake.script(turn -> turn.say("hello").reason("stop").usage(7, 3).finish());
        fake.always(turn -> turn.status(400, "no"));
        try (TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", Frames.assistants(fake, "echo")));
                TestSocket ada = node.connect("ada")) {
            ada.enter("main");
            ada.say("main", "1", "@echo hello");
            assertEquals("done", ada.await("complete").getString("reason"));
            assertEquals(7, value(node, "parley_tokens_total{assistant=\"echo\",direction=\"input\"}"));
            assertEquals(3, value(node, "parley_tokens_total{assistant=\"echo\",direction=\"output\"}"));
            assertEquals(1, value(node, "parley_provider_first_token_seconds_count{provider=\"openai\"}"));
            ada.say("main", "2", "@echo hello");
            assertEquals("failed", ada.await("complete").getString("reason"));
            assertEquals(1, value(node, "parley_provider_errors_total{provider=\"openai\"}"));
        }
    }

    @Test
    void leasesAndRoomsThatMove() {
        try (TestCluster cluster = TestCluster.of(2)) {
            TestNode first = cluster.node(0);
            assertEquals(1, value(first, "parley_lease_held"));
            assertTrue(value(first, "parley_lease_age_seconds") < 10);
            assertEquals(2, value(first, "parley_cluster_nodes"));
            String room = cluster.roomOf(0);
            try (TestSocket ada = first.connect("ada")) {
                ada.enter(room);
                assertEquals(1, value(first, "parley_rooms_claimed_total"));
                first.node().drain().onFailure(e -> {
                    throw new AssertionError(e);
                });
                awaitValue(first, "parley_rooms_left_total{reason=\"moved\"}", 1);
                assertEquals(1012, ada.awaitClose());
            }
        }
    }
}
