package dev.parley;

import dev.parley.cluster.ClusteredVertx;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The Vert.x in which a node runs: one of its own, or that of the program that embeds it. Immutable.
 *
 * @param joined what routes between the nodes; absent for a node without others
 * @param own whether it ends with the node
 */
record NodeVertx(Vertx vertx, Meters meters, Optional<ClusteredVertx> joined, boolean own) {
    private static final String TAKEN = "dev.parley.node";

    /** Starts one for a node alone, or as a member of the cluster. Fails with an {@link InvalidConfig}. */
    static Future<NodeVertx> start(Config config) {
        Meters meters = new Meters();
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(config.http().eventLoops())
                .setMetricsOptions(busMetrics());
        MicrometerMetricsFactory metrics = new MicrometerMetricsFactory(meters.registry());
        if (config.cluster().enabled()) {
            return ClusterWiring.join(config, options, metrics)
                    .map(joined -> new NodeVertx(joined.vertx(), meters, Optional.of(joined), true));
        }
        Vertx vertx = Vertx.builder().with(options).withMetrics(metrics).build();
        return Future.succeededFuture(new NodeVertx(vertx, meters, Optional.empty(), true));
    }

    /** Somebody's own. Throws when a node with this configuration cannot run in it. */
    static NodeVertx of(Vertx vertx, Config config) throws InvalidConfig {
        Optional<ClusteredVertx> joined = ClusteredVertx.of(vertx);
        boolean enabled = config.cluster().enabled();
        if (enabled && joined.isEmpty()) {
            throw new InvalidConfig(
                    "cluster.enabled",
                    "must be false in a Vert.x that is not a member of a Parley cluster, was true;"
                            + " Parley.clusteredVertx makes one that is");
        }
        if (!enabled && vertx.isClustered()) {
            throw new InvalidConfig(
                    "cluster.enabled",
                    "must be true in a clustered Vert.x, was false; and that Vert.x is one that Parley.clusteredVertx"
                            + " made");
        }
        if (enabled && !joined.get().isOf(config.cluster())) {
            throw new InvalidConfig("cluster", "must be that with which Parley.clusteredVertx made this Vert.x");
        }
        return new NodeVertx(vertx, new Meters(), joined, false);
    }

    /**
     * Takes the places on the event bus that one node alone can have. Fails when another node runs here; in a clustered
     * Vert.x also when one ran here before: the others know a node by its Vert.x.
     */
    Future<NodeVertx> occupy() {
        if (taken().putIfAbsent(TAKEN, true) == null) {
            return Future.succeededFuture(this);
        }
        return Future.failedFuture(new InvalidConfig(
                "vertx",
                joined.isPresent()
                        ? "must be a clustered Vert.x in which no node has run: make another one for another node"
                        : "must be a Vert.x in which no other node runs: stop that one first, or make another Vert.x"));
    }

    /** The opposite. */
    Future<Void> vacate() {
        joined.ifPresentOrElse(ClusteredVertx::unroute, () -> taken().close());
        return Future.succeededFuture();
    }

    /** Closes it if it is the node's own. */
    Future<Void> close() {
        return own ? vertx.close() : Future.succeededFuture();
    }

    private LocalMap<String, Boolean> taken() {
        return vertx.sharedData().getLocalMap(TAKEN);
    }

    private static MicrometerMetricsOptions busMetrics() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        EnumSet.complementOf(EnumSet.of(MetricsDomain.EVENT_BUS)).forEach(options::addDisabledMetricsCategory);
        return options;
    }
}
