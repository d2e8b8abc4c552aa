package dev.parley.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.impl.VertxBootstrapImpl;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.transport.Transport;

/**
 * A Vert.x whose event bus spans a cluster and finds addresses by {@link Routes}. Uses Vert.x's internal bootstrap, the one
 * way to give it a node selector.
 */
public final class ClusteredBus {
    private static final long PING_MS = 1000;
    private static final int CONNECT_MS = 2000;

    private ClusteredBus() {}

    /**
     * Joins the cluster and starts the bus.
     *
     * @param host a private address: whoever reaches the port may speak
     * @param port 0 takes a free one
     */
    public static Future<Vertx> start(
            VertxOptions options,
            VertxMetricsFactory metrics,
            ClusterManager members,
            Routes routes,
            String host,
            int port) {
        options.setEventBusOptions(new EventBusOptions()
                .setHost(host)
                .setClusterPublicHost(host)
                .setPort(port)
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS)
                .setConnectTimeout(CONNECT_MS));
        VertxBootstrapImpl bootstrap = new VertxBootstrapImpl()
                .transport(Transport.NIO.implementation())
                .metricsFactory(metrics)
                .clusterManager(members)
                .clusterNodeSelector(new ComputedSelector(routes));
        bootstrap.options(options);
        return bootstrap.init().clusteredVertx();
    }
}
