package dev.parley.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A snapshot of the cluster: which nodes hold a lease, and which of them host rooms. Immutable.
 *
 * @param nodes those that hold a lease, by name
 * @param ring those of them that take rooms
 * @param leased whether this node holds its own
 */
public record ClusterView(Map<String, LiveNode> nodes, Ring ring, boolean leased) {

    static ClusterView of(Collection<LiveNode> live, boolean leased) {
        Map<String, LiveNode> nodes = new HashMap<>();
        live.forEach(node -> nodes.put(node.node(), node));
        Ring ring = new Ring(live.stream()
                .filter(LiveNode::ready)
                .map(LiveNode::node)
                .collect(Collectors.toCollection(TreeSet::new)));
        return new ClusterView(Map.copyOf(nodes), ring, leased);
    }

    ClusterView lapsed() {
        return new ClusterView(nodes, ring, false);
    }

    /** All gateways of all nodes: so many answer a roll call. */
    public int gateways() {
        return nodes.values().stream().mapToInt(LiveNode::gateways).sum();
    }

    /** Every gateway's name on the bus. */
    public List<String> gatewayNames() {
        return nodes.values().stream()
                .flatMap(node -> node.gatewayNames().stream())
                .toList();
    }

    /** Whether rooms are placed on another node than this one. */
    public boolean othersTakeRooms(String than) {
        return nodes.values().stream()
                .anyMatch(node -> node.ready() && !node.node().equals(than));
    }

    /** How many nodes with a lease come before this one by name. */
    int rank(String node) {
        return (int) nodes.keySet().stream()
                .filter(other -> other.compareTo(node) < 0)
                .count();
    }

    /** Nodes that were there before and are no more. */
    public Set<String> goneSince(ClusterView before) {
        Set<String> gone = new TreeSet<>(before.nodes.keySet());
        gone.removeAll(nodes.keySet());
        return gone;
    }
}
