package dev.parley.cluster;

import dev.parley.bus.ClusteredBus;
import dev.parley.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
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
    private final AddressRoutes routes;

    private ClusteredVertx(Vertx vertx, ComputedMembers members, AddressRoutes routes) {
        this.vertx = vertx;
        this.members = members;
        this.routes = routes;
    }

    /** Completes once this node is a member, perhaps the first. */
    public static Future<ClusteredVertx> join(
            VertxOptions options, VertxMetricsFactory metrics, ClusterConfig cluster) {
        ComputedMembers members = new ComputedMembers(HazelcastSettings.of(cluster));
        AddressRoutes routes = new AddressRoutes(members::getNodeId);
        return ClusteredBus.start(options, metrics, members, routes, cluster.host(), cluster.busPort())
                .map(vertx -> new ClusteredVertx(vertx, members, routes));
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
        routes.open(nodes, awake);
        members.watch(nodes, onMembers);
    }

    /** {@code host:port} of this node's event bus. */
    public String bus() {
        return members.getNodeInfo().host() + ":" + members.getNodeInfo().port();
    }
}
