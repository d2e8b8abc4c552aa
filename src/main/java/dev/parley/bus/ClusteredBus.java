package dev.parley.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.impl.VertxBootstrapImpl;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Vert.x whose event bus spans a cluster and finds addresses by {@link Routes}. Uses Vert.x's internal bootstrap, the
 * one way to give it a node selector.
 */
public final class ClusteredBus {
    private static final Logger LOG = LoggerFactory.getLogger(ClusteredBus.class);
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
                .metricsFactory(metrics) // null: as the options say
                .clusterManager(members)
                .clusterNodeSelector(new ComputedSelector(routes));
        bootstrap.options(options);
        return bootstrap.init().clusteredVertx().onSuccess(vertx -> vertx.exceptionHandler(ClusteredBus::unhandled));
    }

    /**
     * The write promise of Vert.x's bus answers false when it is told of a failure, and what tells it throws: so every
     * message to a node that has just died would be logged with its trace, at the very moment when there is much to do.
     */
    private static void unhandled(Throwable failure) {
        if (!isFailedWrite(failure)) {
            LOG.error("unhandled", failure);
        }
    }

    private static boolean isFailedWrite(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof IllegalStateException
                && "Promise already completed".equals(failure.getMessage())
                && trace.length > 2
                && trace[0].getClassName().equals("io.vertx.core.Promise")
                && trace[2].getClassName().startsWith("io.vertx.core.impl.future.");
    }
}
