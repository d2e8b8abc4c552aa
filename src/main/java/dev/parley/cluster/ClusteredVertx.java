package dev.parley.cluster;

import dev.parley.bus.ClusteredBus;
import dev.parley.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import java.util.function.Consumer;
import java.util.function.Function;

/** Joins the cluster: Vert.x over Hazelcast, with computed routes. */
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
     * From now on messages find their way.
     *
     * @param awake has a room loaded and tells where
     * @param left hears of nodes that are no members any more, on any thread
     */
    public void route(Function<String, Future<String>> awake, Consumer<String> left) {
        routes.wakeWith(awake);
        members.watch(routes::members, left);
    }
}
