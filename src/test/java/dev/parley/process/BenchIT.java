package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ParleyProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a load, a model and the server between them, each a process, set up as the documentation says. */
class BenchIT {
    private static final String MODEL_READY = "The model answers on ";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path folder;

    private static String baseUrl(ParleyProcess model) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (model.out().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NS);
        }
        assertTrue(model.out().toString().contains(MODEL_READY), () -> model.out() + " " + model.err());
        return model.out().get(0).substring(MODEL_READY.length());
    }

    /** Runs a command in the node's folder, where its secret is, and returns the one JSON line that it wrote. */
    private JsonObject bench(int port, String... arguments) throws IOException {
        String[] all = new String[arguments.length + 11];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        String[] rest = {
            "--url", "ws://localhost:" + port + "/ws",
            "--rounds", "1",
            "--seconds", "1",
            "--warmup", "0",
            "--json", "result.json"
        };
        System.arraycopy(rest, 0, all, 1 + arguments.length, rest.length);
        try (ParleyProcess bench = ParleyProcess.run(folder, Map.of(), all)) {
            assertEquals(0, bench.exit(), () -> bench.out() + " " + bench.err());
            return new JsonObject(Files.readString(folder.resolve("result.json")));
        }
    }

    @Test
    void messagesAndAnswersAllArrive() throws IOException {
        try (ParleyProcess model = ParleyProcess.run(
                folder, Map.of(), "bench", "model", "--port", "0", "--tokens", "50", "--tokens-per-second", "200")) {
            Map<String, String> environment = Map.of("PARLEY_HTTP_PORT", "0", "PARLEY_BENCH_MODEL", baseUrl(model));
            try (ParleyProcess node = ParleyProcess.run(folder, environment, "-conf", "conf/bench.json")) {
                JsonObject fanout = bench(node.port(), "fanout", "--shape", "2x3");
                assertEquals(3 * fanout.getLong("messages"), fanout.getLong("deliveries"), fanout::encode);
                assertEquals(0, fanout.getLong("lost"), fanout::encode);
                JsonObject ack = bench(node.port(), "ack", "--senders", "2");
                assertEquals(ack.getLong("messages"), ack.getLong("acked"), ack::encode);
                JsonObject stream = bench(node.port(), "stream", "--rooms", "2", "--members", "2");
                assertTrue(stream.getLong("complete") >= 4, stream::encode);
                assertEquals(0, stream.getLong("failed"), stream::encode);
                assertEquals(0, stream.getLong("holes") + stream.getLong("different"), stream::encode);
            }
        }
    }
}
