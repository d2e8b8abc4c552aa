package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.InvalidConfig;
import dev.parley.testing.Frames;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A node that cannot join says which part of the configuration is to blame, and leaves nothing behind. */
class ClusterStartTest {
    private static final String NOWHERE = "postgresql://parley:hush@127.0.0.1:1/parley";

    private final int httpPort = TestCluster.freePort();
    private final int clusterPort = TestCluster.freePort();

    /** Starts a node that cannot start, and returns what it says. */
    private Throwable failure(String url, Map<String, String> environment) {
        Set<String> before = threads();
        Throwable failure = besideOthers(url, environment);
        Frames.until("its threads have ended", () -> before.containsAll(threads()));
        return failure;
    }

    /** The same where other nodes of this process may start threads meanwhile. */
    private Throwable besideOthers(String url, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(TestCluster.environment(url));
        all.put("PARLEY_CLUSTER_PORT", String.valueOf(clusterPort));
        all.put("PARLEY_HTTP_PORT", String.valueOf(httpPort));
        all.put("PARLEY_STORE_TIMEOUT", "500ms");
        all.putAll(environment);
        Throwable failure = assertThrows(
                        CompletionException.class, () -> TestNode.start(all).close())
                .getCause();
        assertRefused(httpPort);
        return failure;
    }

    private static void invalid(String path, String holds, Throwable failure) {
        InvalidConfig fault = assertInstanceOf(InvalidConfig.class, failure);
        String line = fault.getMessage();
        assertTrue(line.startsWith("config " + path + ": "), line);
        assertTrue(line.contains(holds), line);
    }

    /** Threads of Vert.x and Hazelcast, by their unique names. */
    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(vert\\.x|hz|vertx-hazelcast).*"))
                .forEach(thread -> names.add(thread.getName() + " " + thread.getId()));
        return names;
    }

    private static void assertRefused(int port) {
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }

    @Test
    void aTakenPortIsToldByItsKey() throws IOException {
        try (ServerSocket taken = new ServerSocket(clusterPort, 1, InetAddress.getLoopbackAddress())) {
            String url = TestPostgres.shared().newDatabase();
            invalid("cluster.port", "cannot listen on 127.0.0.1:" + taken.getLocalPort(), failure(url, Map.of()));
            Map<String, String> bus = Map.of(
                    "PARLEY_CLUSTER_BUS_PORT", String.valueOf(taken.getLocalPort()),
                    "PARLEY_CLUSTER_PORT", String.valueOf(TestCluster.freePort()));
            invalid("cluster.busPort", "cannot listen on 127.0.0.1:" + taken.getLocalPort(), failure(url, bus));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsToldByItsKey() {
        for (String host : new String[] {"192.0.2.1", "no.such.host.invalid"}) {
            invalid("cluster.host", host, failure(NOWHERE, Map.of("PARLEY_CLUSTER_HOST", host)));
        }
    }

    private List<Map<String, String>> aloneAndAmongMembers() {
        return List.of(Map.of(), Map.of("PARLEY_CLUSTER_MEMBERS", "[\"127.0.0.1:" + clusterPort + "\"]"));
    }

    @Test
    void aStoreThatCannotBeReachedIsTold() {
        for (Map<String, String> environment : aloneAndAmongMembers()) {
            String text = failure(NOWHERE, environment).getMessage();
            assertTrue(text.startsWith("config store.url: 127.0.0.1:1/parley cannot be opened: "), text);
            assertRefused(clusterPort);
        }
    }

    @Test
    void aBadStoreUrlIsTold() {
        for (Map<String, String> environment : aloneAndAmongMembers()) {
            assertEquals(
                    "config store.url: is not a URL like postgresql://user:password@host:5432/database",
                    failure("postgresql://u:hush@h:port/x", environment).getMessage());
            assertRefused(clusterPort);
        }
    }

    @Test
    void aTakenHttpPortFailsTheStartAndGivesTheLeaseBack() throws IOException {
        String url = TestPostgres.shared().newDatabase();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Throwable failure = failure(url, Map.of("PARLEY_HTTP_PORT", String.valueOf(taken.getLocalPort())));
            assertInstanceOf(BindException.class, failure);
            assertRefused(clusterPort);
        }
        assertEquals("0", TestPostgres.shared().askIn(url, "select count(*) from nodes"), "it gave its lease back");
    }

    @Test
    void aStoreOfAnotherClusterIsRefused() {
        String url = TestPostgres.shared().newDatabase();
        try (TestCluster cluster = TestCluster.on(url, 1, Map.of("PARLEY_CLUSTER_NAME", "blue"))) {
            Throwable failure = besideOthers(url, Map.of("PARLEY_CLUSTER_NAME", "green"));
            invalid("cluster.name", "\"blue\", was \"green\"", failure);
            assertEquals("blue", TestPostgres.shared().askIn(url, "select string_agg(cluster, ',') from nodes"));
            cluster.add();
        }
    }

    @Test
    void aHostMayBeAName() {
        String url = TestPostgres.shared().newDatabase();
        try (TestCluster cluster = TestCluster.on(url, 2, Map.of("PARLEY_CLUSTER_HOST", "localhost"))) {
            assertEquals(2, cluster.nodes().size());
        }
    }
}
