package dev.parley.cluster;

import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Whether this node can listen where the configuration has it listen, found out before anything is started. */
public final class ClusterPorts {
    private ClusterPorts() {}

    /** The host is one that {@link AdvertisedAddress} has resolved. Fails with an {@link InvalidConfig}: what would find out later does not say whose fault it is. */
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
