package dev.parley.config;

import java.time.Duration;
import java.util.List;

/**
 * The section {@code cluster}: where a node finds the others, and how long it may be silent. Immutable.
 *
 * @param enabled join the others in {@code members}
 * @param name nodes of another name form another cluster
 * @param host private address of this node, or a name of it: neither of its two ports asks who comes
 * @param port Hazelcast's port
 * @param busPort the event bus's port; 0 takes a free one
 * @param members {@code host:port} of the nodes, Hazelcast's ports; this node's own may be among them. Empty: nodes
 *     find one another through the store
 * @param lease how long a node may have rooms after it last said so in the store
 * @param renewEvery how often it says so
 * @param stopAfter without a renewal for so long it stops its rooms by itself; less than {@code lease}
 * @param suspectAfter a node that has left the cluster loses its rooms so long after its last renewal
 * @param lonelyAfter a node that reaches only the smaller part of the others for so long hands its rooms over to them
 * @param settle a node that was frozen hosts rooms again so long after it goes on: what it knows is old at first
 * @param silence a member that was silent for so long has left
 */
public record ClusterConfig(
        boolean enabled,
        String name,
        String host,
        int port,
        int busPort,
        List<String> members,
        Duration lease,
        Duration renewEvery,
        Duration stopAfter,
        Duration suspectAfter,
        Duration lonelyAfter,
        Duration settle,
        Duration silence) {
    public ClusterConfig {
        Check.range("port", port, 1, 65_535);
        Check.range("busPort", busPort, 0, 65_535);
        Check.positive("renewEvery", renewEvery);
        Check.that(
                lease.compareTo(stopAfter) > 0,
                "lease",
                "longer than cluster.stopAfter, found " + lease.toMillis() + " ms");
        Check.that(
                stopAfter.compareTo(renewEvery.multipliedBy(2)) >= 0,
                "stopAfter",
                "at least twice cluster.renewEvery, found " + stopAfter.toMillis() + " ms");
        Check.that(
                suspectAfter.compareTo(renewEvery) > 0,
                "suspectAfter",
                "longer than cluster.renewEvery, found " + suspectAfter.toMillis() + " ms");
        Check.that(
                lonelyAfter.compareTo(suspectAfter) > 0,
                "lonelyAfter",
                "longer than cluster.suspectAfter, found " + lonelyAfter.toMillis() + " ms");
        Check.positive("settle", settle);
        Check.positive("silence", silence);
    }

    /** Where Hazelcast listens, as others know it. */
    public String address() {
        return host + ":" + port;
    }

    /** The same with other members. */
    public ClusterConfig withMembers(List<String> others) {
        return with(host, others);
    }

    /** The same with another host. */
    public ClusterConfig withHost(String other) {
        return with(other, members);
    }

    private ClusterConfig with(String otherHost, List<String> others) {
        return new ClusterConfig(
                enabled,
                name,
                otherHost,
                port,
                busPort,
                others,
                lease,
                renewEvery,
                stopAfter,
                suspectAfter,
                lonelyAfter,
                settle,
                silence);
    }
}
