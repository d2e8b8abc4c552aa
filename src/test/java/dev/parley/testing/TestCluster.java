package dev.parley.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.capability.Capabilities;
import dev.parley.cluster.ClusterView;
import dev.parley.cluster.Ring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Real nodes of one cluster in this process, on one database of their own. They find one another through it, unless the
 * environment names {@code PARLEY_CLUSTER_MEMBERS}. A node that left keeps its number.
 */
public final class TestCluster implements AutoCloseable {
    private final String url;
    private final Map<String, String> environment;
    private final Optional<Capabilities> capabilities;
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<TestNode> live = new ArrayList<>();
    private int picked;

    private TestCluster(String url, Map<String, String> environment, Optional<Capabilities> capabilities) {
        this.url = url;
        this.environment = environment;
        this.capabilities = capabilities;
    }

    /** So many nodes, all of which know of all. */
    public static TestCluster of(int count) {
        return of(count, Map.of());
    }

    /** {@code environment} overrides the configuration of each. */
    public static TestCluster of(int count, Map<String, String> environment) {
        return on(TestPostgres.shared().newDatabase(), count, environment);
    }

    /** On a database of the caller's. */
    public static TestCluster on(String url, int count, Map<String, String> environment) {
        return on(url, count, environment, Optional.empty());
    }

    /** So many nodes with these capabilities and no others. */
    public static TestCluster of(int count, Map<String, String> environment, Capabilities capabilities) {
        return on(TestPostgres.shared().newDatabase(), count, environment, Optional.of(capabilities));
    }

    private static TestCluster on(
            String url, int count, Map<String, String> environment, Optional<Capabilities> capabilities) {
        TestCluster cluster = new TestCluster(url, environment, capabilities);
        for (int i = 0; i < count; i++) {
            cluster.add();
        }
        return cluster;
    }

    /** What a node of a cluster is told. */
    public static Map<String, String> environment(String url) {
        return Map.of(
                "PARLEY_STORE_URL", url,
                "PARLEY_CLUSTER_ENABLED", "true",
                "PARLEY_CLUSTER_HOST", "127.0.0.1",
                "PARLEY_CLUSTER_PORT", String.valueOf(freePort()),
                "PARLEY_CLUSTER_SETTLE", "500ms");
    }

    /** Starts one more; returns when all take rooms and know of one another. */
    @CanIgnoreReturnValue
    public TestNode add() {
        Map<String, String> all = new HashMap<>(environment(url));
        all.putAll(environment);
        TestNode node = TestNode.start(all, capabilities);
        nodes.add(node);
        live.add(node);
        awaitAgreement();
        return node;
    }

    public TestNode node(int i) {
        return nodes.get(i);
    }

    /** Those that have not left. */
    public List<TestNode> nodes() {
        return List.copyOf(live);
    }

    /** The URL of the database. */
    public String url() {
        return url;
    }

    /** Has a node leave as SIGTERM does; returns when it has. */
    public void drain(int i) {
        live.remove(nodes.get(i));
        nodes.get(i).drain();
    }

    /** Stops a node at once, with everything it has; returns when it has stopped. */
    public void stop(int i) {
        live.remove(nodes.get(i));
        nodes.get(i).close();
    }

    /** It has left by itself. */
    public void forget(int i) {
        live.remove(nodes.get(i));
    }

    /** Until all have the same nodes, and these take rooms. */
    public void awaitAgreement() {
        Ring ring = ring();
        Frames.until("all nodes see one another", () -> live.stream().allMatch(node -> {
            ClusterView clusterView = node.node().membership().view();
            return clusterView.ring().equals(ring) && clusterView.nodes().size() == live.size();
        }));
    }

    private Ring ring() {
        return new Ring(live.stream().map(TestNode::name).toList());
    }

    /** The number of the node that a room belongs to. */
    public int ownerOf(String room) {
        String owner = ring().owner(room).orElseThrow();
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).name().equals(owner))
                .findFirst()
                .orElseThrow();
    }

    /** A room that no other call gave and that belongs to this node. */
    public String roomOf(int i) {
        while (true) {
            String room = "room-" + picked++;
            if (ownerOf(room) == i) {
                return room;
            }
        }
    }

    /** A room of node {@code i} that would belong to node {@code then} were {@code i} not there. */
    public String roomOf(int i, int then) {
        List<String> others =
                live.stream().filter(n -> n != nodes.get(i)).map(TestNode::name).toList();
        String room = roomOf(i);
        while (!new Ring(others).isOwner(nodes.get(then).name(), room)) {
            room = roomOf(i);
        }
        return room;
    }

    /** A port of loopback that nobody listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        live.forEach(TestNode::close);
        live.clear();
    }
}
