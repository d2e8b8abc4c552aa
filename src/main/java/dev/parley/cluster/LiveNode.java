package dev.parley.cluster;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A node that holds a lease.
 *
 * @param ready whether rooms are placed on it: not yet while it warms up, no more while it drains
 * @param gateways how many it has
 */
public record LiveNode(String node, boolean ready, int gateways) {

    /** Their names on the bus. */
    public List<String> gatewayNames() {
        return IntStream.range(0, gateways).mapToObj(i -> node + "." + i).toList();
    }
}
