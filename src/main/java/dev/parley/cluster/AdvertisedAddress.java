package dev.parley.cluster;

import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Resolves {@code cluster.host} to the address that other nodes are given. A name (a container's, say) is looked up
 * once, at start: Hazelcast picks its interface by number alone, and other nodes need not know the name. Stateless;
 * blocks.
 */
public final class AdvertisedAddress {
    private AdvertisedAddress() {}

    /**
     * The same configuration with an address for a host; unchanged for a node without others. Blocks while a name is
     * looked up. Fails unless it is one of this machine's: a wildcard is none, for others could not reach it.
     */
    public static ClusterConfig resolve(ClusterConfig cluster) throws InvalidConfig {
        if (!cluster.enabled()) {
            return cluster;
        }
        String host = cluster.host();
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(AdvertisedAddress::isHere)
                    .findFirst()
                    .map(found -> cluster.withHost(digits(found)))
                    .orElseThrow(() -> fault(host));
        } catch (UnknownHostException e) {
            throw fault(host);
        }
    }

    private static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Without the interface that an IPv6 address may name. */
    private static String digits(InetAddress address) {
        return address.getHostAddress().split("%", 2)[0];
    }

    private static InvalidConfig fault(String host) {
        return new InvalidConfig("cluster.host", "must be an address of this machine, was \"" + host + "\"");
    }
}
