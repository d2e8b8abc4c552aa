package dev.parley;

import dev.parley.ai.AutoProvider;
import dev.parley.bus.Bus;
import dev.parley.cluster.AdvertisedAddress;
import dev.parley.cluster.LeaseKeeper;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.contract.JsonInput;
import dev.parley.messages.Addresses;
import dev.parley.metrics.Meters;
import dev.parley.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What every part of a node stands on: the configuration, Vert.x, the bus, and which other nodes there are. Immutable.
 *
 * @param config as it applies: the cluster's host is an address, {@code auto} assistants have a provider
 * @param cluster absent for a node without others
 * @param ids makes unique texts
 */
record Foundation(
        Config config,
        Meters meters,
        Vertx vertx,
        Optional<ClusterWiring> cluster,
        Membership membership,
        Bus bus,
        RoomDirectory directory,
        Clock clock,
        Supplier<String> ids) {
    private static final Duration FIND_ROOM = Duration.ofMillis(1500);

    /** Starts Vert.x, alone or as a member of the cluster. Fails with an {@link InvalidConfig} when a key is wrong. */
    static Future<Foundation> lay(Config configured, Parts parts) {
        Config config;
        try {
            config = configured.withCluster(AdvertisedAddress.resolve(configured.cluster()));
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
        JsonInput.configureLibrary();
        if (!config.store().isPostgres()) {
            SqliteStore.preload();
        }
        Meters meters = new Meters();
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(config.http().eventLoops())
                .setMetricsOptions(busMetrics());
        MicrometerMetricsFactory metrics = new MicrometerMetricsFactory(meters.registry());
        if (config.cluster().enabled()) {
            return ClusterWiring.join(config, options, metrics, parts)
                    .compose(joined -> on(config, meters, joined.vertx(), Optional.of(joined)));
        }
        return parts.open(
                        "Vert.x",
                        () -> Future.succeededFuture(Vertx.builder()
                                .with(options)
                                .withMetrics(metrics)
                                .build()),
                        Vertx::close)
                .compose(vertx -> on(config, meters, vertx, Optional.empty()));
    }

    private static Future<Foundation> on(Config config, Meters meters, Vertx vertx, Optional<ClusterWiring> cluster) {
        Supplier<String> ids = new Ids();
        Membership membership = cluster.map(joined -> LeaseKeeper.membership(joined.node()))
                .orElseGet(() -> Membership.alone(ids.get(), config.http().eventLoops()));
        Bus bus = new Bus(vertx, Addresses.FAMILIES, membership.node(), () -> membership
                .view()
                .nodes()
                .keySet());
        RoomDirectory directory = new RoomDirectory(bus, membership, FIND_ROOM);
        return AutoProvider.decide(vertx, config.assistants())
                .map(assistants -> new Foundation(
                        config.withAssistants(assistants),
                        meters,
                        vertx,
                        cluster,
                        membership,
                        bus,
                        directory,
                        Clock.systemUTC(),
                        ids));
    }

    /** This node's name in the cluster. */
    String node() {
        return membership.node();
    }

    private static MicrometerMetricsOptions busMetrics() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        EnumSet.complementOf(EnumSet.of(MetricsDomain.EVENT_BUS)).forEach(options::addDisabledMetricsCategory);
        return options;
    }
}
