package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store is away until every lease has lapsed; who stayed connected gets everything again without a new {@code init}. */
class ClusterOutageTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PARLEY_CLUSTER_LEASE", "2500ms",
            "PARLEY_CLUSTER_STOP_AFTER", "1500ms",
            "PARLEY_ROOMS_IDLE_TIMEOUT", "60s");
    private static final int ROOMS = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoStayedGetsEverythingAgain(int nodes) {
        try (PostgresProcess server = PostgresProcess.start();
                TestCluster cluster = TestCluster.on(server.newDatabase(), nodes, ENVIRONMENT)) {
            TestSocket ann = cluster.node(0).connect("ann");
            TestSocket bob = cluster.node(nodes - 1).connect("bob");
            List<String> rooms = new ArrayList<>();
            for (int i = 0; i < ROOMS; i++) {
                String room = cluster.roomOf(i % nodes);
                rooms.add(room);
                ann.enter(room);
                bob.enter(room);
                ann.say(room, "1", "one");
                Frames.until(
                        "bob has it", () -> Frames.messages(bob.all(), room).size() == 1);
            }
            server.freeze();
            try {
                for (TestNode node : cluster.nodes()) {
                    Frames.until(
                            "the lease is over",
                            () -> !node.node().membership().view().leased());
                }
            } finally {
                server.thaw();
            }
            for (TestNode node : cluster.nodes()) {
                Frames.until("ready", () -> Probe.ready(node) == 200);
            }
            cluster.awaitAgreement();
            for (String room : rooms) {
                Frames.until("both are known", () -> Probe.members(cluster.node(0), room)
                        .equals(Set.of("ann", "bob")));
                Flow.assertAll(room, ann, bob, "after");
            }
            assertTrue(ann.isOpen() && bob.isOpen());
            assertEquals(ROOMS, Flow.count(ann, 0, "ready"));
        }
    }
}
