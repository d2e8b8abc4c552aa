package dev.parley;

import dev.parley.cluster.AdvertisedAddress;
import dev.parley.cluster.ClusteredVertx;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;

/**
 * Runs a node inside a program of somebody else's, for {@code dev.parley.api}. Futures complete on the caller's context
 * if it has one. Stateless; for any thread.
 */
public final class Embedding {
    private static final String SOURCE = "the configuration of the embedded node";

    private Embedding() {}

    /** Starts a node in a Vert.x. Fails with an {@link InvalidConfig} where the configuration is at fault. */
    public static Future<Node> embed(Vertx vertx, JsonObject json) {
        JsonObject copy = json.copy();
        Context caller = Vertx.currentContext();
        Future<Node> started = vertx.executeBlocking(() -> read(copy))
                .compose(config -> in(vertx, config).recover(e -> Future.failedFuture(fault(config, e))))
                .onSuccess(StartLog::write);
        return Parts.on(caller, started);
    }

    private static Future<Node> in(Vertx vertx, Config config) {
        try {
            return Node.in(NodeVertx.of(vertx, config), config, CapabilityWiring.ALL);
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
    }

    private static Throwable fault(Config config, Throwable failure) {
        return StartFault.of(config, failure).<Throwable>map(invalid -> invalid).orElse(failure);
    }

    /** Makes a Vert.x that has joined the cluster of this configuration. Blocks while it reads files. */
    public static Future<Vertx> clusteredVertx(VertxOptions options, JsonObject json) {
        Context caller = Vertx.currentContext();
        try {
            Config config = read(json.copy());
            if (!config.cluster().enabled()) {
                throw new InvalidConfig("cluster.enabled", "must be true for a clustered Vert.x, was false");
            }
            return Parts.on(
                    caller,
                    ClusterWiring.join(config, new VertxOptions(options), null).map(ClusteredVertx::vertx));
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
    }

    private static Config read(JsonObject json) throws InvalidConfig {
        String text;
        try {
            text = json.encode();
        } catch (EncodeException e) {
            throw new InvalidConfig(SOURCE, "must be JSON: " + e.getMessage());
        }
        Config config = ConfigReader.readText(SOURCE, text, System.getenv(), CapabilityWiring.ALL.sections())
                .config();
        return config.withCluster(AdvertisedAddress.resolve(config.cluster()));
    }

    /** The same future, completed on the caller's context if it has one. */
    public static <T> Future<T> onCaller(Future<T> future) {
        return Parts.on(Vertx.currentContext(), future);
    }
}
