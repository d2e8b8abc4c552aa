package dev.parley;

import dev.parley.cluster.ClusteredVertx;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.metrics.Meters;
import dev.parley.store.postgres.AddressBook;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Starts a node on nothing and stops it, so that Java can record which classes a start loads ({@code docker/parley}): a
 * node on SQLite in a folder that is removed again, then a cluster of one that looks for a Postgres which is not there.
 * Listens on this machine's loopback address only, for a moment. Blocks.
 */
final class CdsTraining {
    private static final int STEP_SECONDS_MAX = 30;
    private static final String LOOPBACK = "127.0.0.1";
    /** Nobody is let in with it: the node is gone when its store is. */
    private static final String SECRET = "of a node that nobody ever talks to";

    private CdsTraining() {}

    /** Fails when a start would fail here, or takes too long. */
    static void run() throws IOException, InvalidConfig, ExecutionException, InterruptedException, TimeoutException {
        Path folder = Files.createTempDirectory("parley-cds-training");
        try {
            await(Node.start(config(Map.of("PARLEY_STORE_URL", "sqlite:" + folder.resolve("parley.db"))))
                    .compose(Node::abandon));
        } finally {
            remove(folder);
        }
        await(cluster());
    }

    private static Future<Void> cluster() throws IOException, InvalidConfig {
        Config config = config(Map.of(
                "PARLEY_STORE_URL",
                "postgresql://nobody:nothing@" + LOOPBACK + ":1/nowhere",
                "PARLEY_CLUSTER_ENABLED",
                "true",
                "PARLEY_CLUSTER_HOST",
                LOOPBACK,
                "PARLEY_CLUSTER_PORT",
                String.valueOf(freePort()),
                "PARLEY_CLUSTER_BUS_PORT",
                "0"));
        MicrometerMetricsFactory metrics = new MicrometerMetricsFactory(new Meters().registry());
        return AddressBook.enter(config.store(), config.cluster().address())
                .otherwise(List.of())
                .compose(none -> ClusteredVertx.join(new VertxOptions(), metrics, config.cluster()))
                .compose(joined -> joined.vertx().close());
    }

    private static Config config(Map<String, String> particular) throws InvalidConfig {
        Map<String, String> environment = new HashMap<>(
                Map.of("PARLEY_HTTP_HOST", LOOPBACK, "PARLEY_HTTP_PORT", "0", "PARLEY_AUTH_SECRET", SECRET));
        environment.putAll(particular);
        return ConfigReader.read(Optional.empty(), environment, CapabilityWiring.ALL.sections())
                .config();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void await(Future<Void> step) throws ExecutionException, InterruptedException, TimeoutException {
        step.toCompletionStage().toCompletableFuture().get(STEP_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
