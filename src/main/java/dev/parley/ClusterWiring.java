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
import io.vertx.core.spi.VertxMetricsFactory;
import java.time.Duration;

/** What only a node of a cluster has: the way to the others, and the loop on which its lease is kept. Immutable. */
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

    /**
     * Makes a Vert.x that has joined the cluster. Fails with an {@link InvalidConfig} when this node cannot listen or
     * reach the store. Blocks for a moment.
     *
     * @param metrics null for those that the options name
     */
    static Future<ClusteredVertx> join(Config config, VertxOptions options, VertxMetricsFactory metrics) {
        return ClusterPorts.check(config.cluster())
                .compose(v -> members(config))
                .compose(cluster -> ClusteredVertx.join(options, metrics, cluster));
    }

    /** Opens what a node needs beside such a Vert.x. */
    static Future<ClusterWiring> of(ClusteredVertx joined, Parts parts) {
        // Whatever holds up the other event loops must not cost this node its lease.
        return parts.open(
                        "lease loop",
                        () -> joined.vertx().executeBlocking(() -> (Vertx) DedicatedLoops.make(1)),
                        Vertx::close)
                .map(leaseLoop -> new ClusterWiring(joined, leaseLoop));
    }

    private static Future<ClusterConfig> members(Config config) {
        ClusterConfig cluster = config.cluster();
        return cluster.members().isEmpty()
                ? AddressBook.enter(config.store(), cluster.address()).map(cluster::withMembers)
                : Future.succeededFuture(cluster);
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
