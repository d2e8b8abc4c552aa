package dev.parley;

import dev.parley.ai.AutoProvider;
import dev.parley.bus.Bus;
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
import java.time.Clock;
import java.time.Duration;
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

    /**
     * Makes it in a node's Vert.x, on the context of its verticle. Fails with an {@link InvalidConfig} when a key is
     * wrong.
     *
     * @param ground gets what must be there until the verticle's children are gone
     */
    static Future<Foundation> lay(NodeVertx place, Config config, Parts ground) {
        JsonInput.configureLibrary();
        if (!config.store().isPostgres()) {
            SqliteStore.preload();
        }
        return ground.open("place", place::occupy, NodeVertx::vacate)
                .compose(v -> place.joined()
                        .map(joined -> ClusterWiring.of(joined, ground).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())))
                .compose(cluster -> on(place, config, ground, cluster));
    }

    private static Future<Foundation> on(
            NodeVertx place, Config config, Parts ground, Optional<ClusterWiring> cluster) {
        Vertx vertx = place.vertx();
        Supplier<String> ids = new Ids();
        Membership membership = cluster.map(joined -> LeaseKeeper.membership(joined.node()))
                .orElseGet(() -> Membership.alone(ids.get(), config.http().eventLoops()));
        return ground.open("event bus", () -> vertx.executeBlocking(() -> bus(vertx, membership)), Foundation::close)
                .compose(bus -> AutoProvider.decide(vertx, config.assistants())
                        .map(assistants -> new Foundation(
                                config.withAssistants(assistants),
                                place.meters(),
                                vertx,
                                cluster,
                                membership,
                                bus,
                                new RoomDirectory(bus, membership, FIND_ROOM),
                                Clock.systemUTC(),
                                ids)));
    }

    private static Bus bus(Vertx vertx, Membership membership) {
        return new Bus(vertx, Addresses.FAMILIES, membership.node(), () -> membership
                .view()
                .nodes()
                .keySet());
    }

    private static Future<Void> close(Bus bus) {
        bus.close();
        return Future.succeededFuture();
    }

    /** This node's name in the cluster. */
    String node() {
        return membership.node();
    }
}
