package dev.parley.cluster;

import dev.parley.bus.ClusteredBus;
import dev.parley.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxMetricsFactory;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Joins the cluster and holds what came of it: Vert.x over Hazelcast, whose routes are computed by {@link
 * AddressRoutes}. For any thread.
 */
public final class ClusteredVertx {
    private final Vertx vertx;
    private final ComputedMembers members;

    private ClusteredVertx(Vertx vertx, ComputedMembers members) {
        this.vertx = vertx;
        this.members = members;
    }

    /** What {@link #join} made of this Vert.x; empty when something else made it. */
    public static Optional<ClusteredVertx> of(Vertx vertx) {
        return vertx instanceof VertxInternal internal && internal.clusterManager() instanceof ComputedMembers members
                ? Optional.of(new ClusteredVertx(vertx, members))
                : Optional.empty();
    }

    /**
     * Completes once this node is a member, perhaps the first.
     *
     * @param metrics null for those that the options name
     */
    public static Future<ClusteredVertx> join(
            VertxOptions options, VertxMetricsFactory metrics, ClusterConfig cluster) {
        ComputedMembers members = new ComputedMembers(cluster);
        return ClusteredBus.start(options, metrics, members, members.routes(), cluster.host(), cluster.busPort())
                .map(vertx -> new ClusteredVertx(vertx, members));
    }

    public Vertx vertx() {
        return vertx;
    }

    /** This node's name: unique in the cluster and in time. */
    public String node() {
        return members.getNodeId();
    }

    /**
     * From now on messages find their way to other nodes.
     *
     * @param awake loads a room and returns its node
     * @param onMembers is given Hazelcast's members after each change, on any thread
     */
    public void route(Membership nodes, Function<String, Future<String>> awake, Consumer<Set<String>> onMembers) {
        members.routes().open(nodes, awake);
        members.watch(nodes, onMembers);
    }

    /** The opposite: it stays a member, but is no node. */
    public void unroute() {
        members.routes().close();
        members.unwatch();
    }

    /** Whether it has joined that cluster, at that address. */
    public boolean isOf(ClusterConfig cluster) {
        ClusterConfig own = members.cluster();
        return own.name().equals(cluster.name()) && own.address().equals(cluster.address());
    }

    /** {@code host:port} of this node's event bus. */
    public String bus() {
        return members.getNodeInfo().host() + ":" + members.getNodeInfo().port();
    }
}
