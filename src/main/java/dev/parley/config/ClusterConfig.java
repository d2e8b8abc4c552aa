package dev.parley.config;

import java.util.List;

/**
 * The cluster.
 *
 * @param enabled join the others in {@code members}
 * @param host private address of this node
 * @param port Hazelcast's port
 * @param busPort the event bus's port; 0 takes a free one
 * @param members {@code host:port} of the others
 */
public record ClusterConfig(boolean enabled, String host, int port, int busPort, List<String> members) {
    public ClusterConfig {
        Check.range("port", port, 0, 65_535);
        Check.range("busPort", busPort, 0, 65_535);
    }
}
