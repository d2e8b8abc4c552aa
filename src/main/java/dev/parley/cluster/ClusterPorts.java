package dev.parley.cluster;

import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Checks before anything starts that this node can listen on the ports of {@code cluster}. Stateless; blocks for a
 * moment.
 */
public final class ClusterPorts {
    private ClusterPorts() {}

    /**
     * Fails with an {@link InvalidConfig} that names the key: what would fail later does not. The host is one that
     * {@link AdvertisedAddress} has resolved.
     */
    public static Future<Void> check(ClusterConfig cluster) {
        try {
            listen("cluster.port", cluster.host(), cluster.port());
            listen("cluster.busPort", cluster.host(), cluster.busPort());
            return Future.succeededFuture();
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
    }

    private static void listen(String path, String host, int port) throws InvalidConfig {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(host)).close();
        } catch (IOException e) {
            throw new InvalidConfig(path, "cannot listen on " + host + ":" + port + ": " + e.getMessage());
        }
    }
}
