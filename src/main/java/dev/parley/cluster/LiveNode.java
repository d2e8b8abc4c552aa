package dev.parley.cluster;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A node that holds a lease.
 *
 * @param ready whether rooms are placed on it: not yet while it warms up, no more while it drains
 * @param gateways how many it has
 * @param bus {@code host:port} of its event bus
 */
public record LiveNode(String node, boolean ready, int gateways, String bus) {

    List<String> gatewayNames() {
        return gatewayNames(node, gateways);
    }

    /** The names on the bus of a node's gateways. */
    public static List<String> gatewayNames(String node, int gateways) {
        return IntStream.range(0, gateways).mapToObj(i -> node + "." + i).toList();
    }
}
