package dev.parley.fault.nodes;

import dev.parley.testing.Program;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network namespace for each node, with two ways out of it: to the clients and the store, which are outside, and to the
 * other nodes. The second can be cut: what is sent there vanishes. Needs root; {@link #isAllowed()} tells.
 */
public final class Network implements AutoCloseable {
    private static final String OUTER = "10.231.87.";
    private static final String INNER = "10.231.88.";
    private static final int FIRST = 10;

    private final int nodes;

    private Network(int nodes) {
        this.nodes = nodes;
    }

    /** Whether this process may make namespaces. */
    public static boolean isAllowed() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return false;
        }
        try {
            boolean isMade = status("ip netns add parley-probe") == 0;
            return isMade && status("ip netns del parley-probe") == 0;
        } catch (UncheckedIOException e) {
            return false; // no such program
        }
    }

    public static Network open(int nodes) {
        Network network = new Network(nodes);
        network.close(); // what a killed run left
        Runtime.getRuntime().addShutdownHook(new Thread(network::close));
        run("ip link add parleybr0 type bridge");
        run("ip link add parleybr1 type bridge");
        run("ip addr add " + outside() + "/24 dev parleybr0");
        run("ip link set parleybr0 up");
        run("ip link set parleybr1 up");
        for (int i = 0; i < nodes; i++) {
            run("ip netns add " + space(i));
            run("ip -n " + space(i) + " link set lo up");
            wire(i, "parleyo", "eth0", "parleybr0", network.hosts().get(i));
            wire(i, "parleyp", "eth1", "parleybr1", network.peers().get(i));
        }
        return network;
    }

    private static void wire(int node, String outer, String inner, String bridge, String address) {
        run("ip link add " + outer + node + " type veth peer name " + inner + " netns " + space(node));
        run("ip link set " + outer + node + " master " + bridge + " up");
        run("ip -n " + space(node) + " addr add " + address + "/24 dev " + inner);
        run("ip -n " + space(node) + " link set " + inner + " up");
    }

    /** Where the tests and the store are, seen from the nodes. */
    public static String outside() {
        return OUTER + "1";
    }

    /** Where clients find the nodes. */
    List<String> hosts() {
        return IntStream.range(0, nodes).mapToObj(i -> OUTER + (FIRST + i)).toList();
    }

    /** Where the nodes find each other. */
    List<String> peers() {
        return IntStream.range(0, nodes).mapToObj(i -> INNER + (FIRST + i)).toList();
    }

    List<String> within(int node) {
        return List.of("ip", "netns", "exec", space(node));
    }

    /** Silence between one node and the others. */
    public void cut(int node) {
        run("ip link set parleyp" + node + " nomaster");
    }

    public void heal(int node) {
        run("ip link set parleyp" + node + " master parleybr1");
    }

    /** Silence between these two alone: neither has a way to the other. */
    public void part(int one, int other) {
        run("ip -n " + space(one) + " route add blackhole " + peers().get(other) + "/32");
        run("ip -n " + space(other) + " route add blackhole " + peers().get(one) + "/32");
    }

    public void join(int one, int other) {
        run("ip -n " + space(one) + " route del blackhole " + peers().get(other) + "/32");
        run("ip -n " + space(other) + " route del blackhole " + peers().get(one) + "/32");
    }

    private static String space(int node) {
        return "parley-n" + node;
    }

    private static void run(String command) {
        Program program = Program.start(Path.of("."), List.of(command.split(" ")));
        if (program.end() != 0) {
            throw new AssertionError(command + ": " + program.said());
        }
    }

    private static int status(String command) {
        return Program.start(Path.of("."), List.of(command.split(" "))).end();
    }

    @Override
    public void close() {
        for (int i = 0; i < nodes; i++) {
            status("ip netns del " + space(i));
        }
        status("ip link del parleybr0");
        status("ip link del parleybr1");
    }
}
