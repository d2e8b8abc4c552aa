package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.history.HistoryReader;
import dev.parley.fault.history.Stored;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One message that comes a thousand times, through all nodes at once. */
@Tag("long")
class SameIdIT {
    private static final int TIMES = 1000;
    private static final int TRIES = 12;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TOKEN = Tokens.of("ann");

    @Test
    void aMessageThatComesAThousandTimesIsStoredOnce() {
        try (Cluster cluster = Cluster.start("same-id", 1)) {
            List<CompletableFuture<HttpResponse<String>>> sent = IntStream.range(0, TIMES)
                    .mapToObj(i -> say(cluster.node(i % 3), "the same"))
                    .toList();
            List<HttpResponse<String>> answers =
                    sent.stream().map(CompletableFuture::join).toList();
            answers.forEach(answer -> assertEquals(201, answer.statusCode(), answer::body));
            List<JsonObject> stored = answers.stream()
                    .map(answer -> new JsonObject(answer.body()))
                    .toList();
            assertEquals(
                    List.of(1L),
                    stored.stream().map(one -> one.getLong("seq")).distinct().toList());
            long firsts = stored.stream()
                    .filter(one -> !one.getBoolean("duplicate", false))
                    .count();
            assertTrue(firsts <= 1, firsts + " were told to be the first"); // none, when that answer was lost
            for (NodeProcess node : cluster.nodes().all()) {
                assertEquals(409, say(node, "another").join().statusCode());
                List<Stored> log = new HistoryReader(node.http(TOKEN)).read("same");
                assertEquals(List.of("the same"), log.stream().map(Stored::text).toList());
            }
        }
    }

    private static CompletableFuture<HttpResponse<String>> say(NodeProcess node, String text) {
        return say(node, text, 1);
    }

    /** Says it again while it is told to, each time later. */
    private static CompletableFuture<HttpResponse<String>> say(NodeProcess node, String text, int attempt) {
        return once(node, text).thenCompose(answer -> {
            if (answer.statusCode() != 503 || attempt == TRIES) {
                return CompletableFuture.completedFuture(answer);
            }
            long waitMs = attempt * new JsonObject(answer.body()).getLong("retryAfterMs", 100L);
            Executor later = CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later).thenCompose(v -> say(node, text, attempt + 1));
        });
    }

    private static CompletableFuture<HttpResponse<String>> once(NodeProcess node, String text) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.baseUrl() + "/api/rooms/same/messages"))
                .timeout(Duration.ofSeconds(30)) // an answer, whatever it is, comes long before
                .header("Authorization", "Bearer " + TOKEN)
                .header("Idempotency-Key", "the-one")
                .POST(BodyPublishers.ofString(new JsonObject().put("text", text).encode()))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }
}
