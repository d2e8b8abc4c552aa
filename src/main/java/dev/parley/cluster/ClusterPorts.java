package dev.parley.cluster;

import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Whether this node can listen where the configuration has it listen, found out before anything is started. */
public final class ClusterPorts {
    private ClusterPorts() {}

    /** Fails with an {@link InvalidConfig}: what would find out later does not say whose fault it is. */
    public static Future<Void> check(ClusterConfig cluster) {
        try {
            InetAddress host = host(cluster.host());
            listen("cluster.port", host, cluster.port());
            listen("cluster.busPort", host, cluster.busPort());
            return Future.succeededFuture();
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
    }

    private static InetAddress host(String name) throws InvalidConfig {
        try {
            InetAddress address = InetAddress.getByName(name);
            if (NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (UnknownHostException e) {
            // Said below, for both.
        } catch (IOException e) {
            throw new InvalidConfig("cluster.host", "this machine's addresses cannot be read: " + e.getMessage());
        }
        throw new InvalidConfig("cluster.host", "must be an address of this machine, was \"" + name + "\"");
    }

    private static void listen(String path, InetAddress host, int port) throws InvalidConfig {
        try {
            new ServerSocket(port, 1, host).close();
        } catch (IOException e) {
            String at = host.getHostAddress() + ":" + port;
            throw new InvalidConfig(path, "cannot listen on " + at + ": " + e.getMessage());
        }
    }
}
