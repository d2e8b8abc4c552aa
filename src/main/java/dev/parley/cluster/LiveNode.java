package dev.parley.cluster;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A node that holds a lease, as its lease describes it. Immutable.
 *
 * @param cluster its {@code cluster.name}; null for a version that does not tell
 * @param ready whether rooms are placed on it: not yet while it warms up, no more while it drains
 * @param gateways how many it has
 * @param bus {@code host:port} of its event bus
 * @param reaches the other nodes that answer it; null for a version that does not tell
 * @param level that its code has, see {@link ClusterLevel}; 0 for a version that does not tell
 */
public record LiveNode(
        String node, String cluster, boolean ready, int gateways, String bus, Set<String> reaches, int level) {

    /** A node of this build. */
    public LiveNode(String node, String cluster, boolean ready, int gateways, String bus, Set<String> reaches) {
        this(node, cluster, ready, gateways, bus, reaches, ClusterLevel.CURRENT.number());
    }

    /** A node of this build of which it is not known what it reaches. */
    public LiveNode(String node, boolean ready, int gateways, String bus) {
        this(node, null, ready, gateways, bus, null);
    }

    List<String> gatewayNames() {
        return gatewayNames(node, gateways);
    }

    /** The names on the bus of a node's gateways. */
    public static List<String> gatewayNames(String node, int gateways) {
        return IntStream.range(0, gateways).mapToObj(i -> node + "." + i).toList();
    }

    /** Whether it reaches that node, as far as is known. */
    boolean mayReach(String other) {
        return reaches == null || reaches.contains(other);
    }
}
