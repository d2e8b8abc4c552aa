package dev.parley;

import dev.parley.cluster.ClusterPorts;
import dev.parley.cluster.ClusteredVertx;
import dev.parley.cluster.DedicatedLoops;
import dev.parley.cluster.LeaseKeeper;
import dev.parley.cluster.Leases;
import dev.parley.config.ClusterConfig;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.NodeEvent;
import dev.parley.store.postgres.AddressBook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.time.Duration;

/** What only a node of a cluster has: clustered Vert.x, and the loop on which its lease is kept. Immutable. */
final class ClusterWiring {
    private static final long SHOW_ADDRESS_EVERY_MS = 3_600_000;
    /** How long a sign of life may take. */
    private static final Duration PING = Duration.ofSeconds(1);

    private final ClusteredVertx joined;
    private final Vertx leaseLoop;

    private ClusterWiring(ClusteredVertx joined, Vertx leaseLoop) {
        this.joined = joined;
        this.leaseLoop = leaseLoop;
    }

    /** Joins the cluster. Fails with an {@link InvalidConfig} when this node cannot listen or reach the store. */
    static Future<ClusterWiring> join(
            Config config, VertxOptions options, MicrometerMetricsFactory metrics, Parts parts) {
        return ClusterPorts.check(config.cluster())
                .compose(v -> members(config))
                .compose(cluster -> parts.open(
                        "clustered Vert.x",
                        () -> ClusteredVertx.join(options, metrics, cluster),
                        clustered -> clustered.vertx().close()))
                // Whatever holds up the other event loops must not cost this node its lease.
                .compose(clustered -> parts.open(
                                "lease loop", () -> Future.succeededFuture(DedicatedLoops.make(1)), Vertx::close)
                        .map(leaseLoop -> new ClusterWiring(clustered, leaseLoop)));
    }

    private static Future<ClusterConfig> members(Config config) {
        ClusterConfig cluster = config.cluster();
        return cluster.members().isEmpty()
                ? AddressBook.enter(config.store(), cluster.address()).map(cluster::withMembers)
                : Future.succeededFuture(cluster);
    }

    Vertx vertx() {
        return joined.vertx();
    }

    /** This node's name: unique in the cluster and in time. */
    String node() {
        return joined.node();
    }

    LeaseKeeper keeper(Foundation base, Leases leases) {
        Config config = base.config();
        return new LeaseKeeper(
                leaseLoop,
                base.membership(),
                leases,
                config.cluster(),
                config.http().eventLoops(),
                joined::bus,
                () -> base.bus().publish(Addresses.NODES, new NodeEvent.Changed(node())),
                other -> base.bus().request(Addresses.host(other), new HostCommand.Ping(), PING),
                base.clock());
    }

    /** Takes this node's lease; from then on messages find their way between the nodes. */
    Future<Void> start(Foundation base, LeaseKeeper keeper) {
        Config config = base.config();
        joined.route(base.membership(), base.directory()::awake, keeper::onMembers);
        if (config.cluster().members().isEmpty()) {
            base.vertx().setPeriodic(SHOW_ADDRESS_EVERY_MS, t -> AddressBook.enter(
                            config.store(), config.cluster().address())
                    .onFailure(e -> {})); // the store says so in its health
        }
        return base.bus()
                .subscribe(Addresses.NODES, changed -> keeper.refresh())
                .ready()
                .compose(v -> keeper.start());
    }
}
