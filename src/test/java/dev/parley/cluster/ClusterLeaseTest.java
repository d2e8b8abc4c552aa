package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node whose store does not answer stops its rooms by itself, and goes on when the store does. */
class ClusterLeaseTest {
    private static final Duration STOP_AFTER = Duration.ofMillis(1500);
    private static final long BACK_MS = 3000;

    @Test
    void aFrozenStoreEndsTheLeaseForAWhile() {
        Map<String, String> environment =
                Map.of("PARLEY_CLUSTER_LEASE", "2500ms", "PARLEY_CLUSTER_STOP_AFTER", STOP_AFTER.toMillis() + "ms");
        try (PostgresProcess server = PostgresProcess.start();
                TestCluster cluster = TestCluster.on(server.newDatabase(), 1, environment)) {
            TestNode node = cluster.node(0);
            TestSocket ann = node.connect("ann");
            ann.enter("r");
            ann.say("r", "1", "one");
            assertEquals(200, Probe.ready(node));
            Membership membership = node.node().membership();
            server.freeze();
            try {
                long frozen = System.nanoTime();
                Frames.until("the lease is over", () -> !membership.holdsLease());
                within(STOP_AFTER.toMillis() + 200, frozen);
                assertEquals(503, Probe.ready(node));
                Frames.until("this node knows", () -> !membership.view().leased());
                within(STOP_AFTER.toMillis() + 1000, frozen);
                ann.send("message", "room", "r", "id", "2", "message", "two");
                assertFalse(membership.holdsLease());
            } finally {
                server.thaw();
            }
            long thawed = System.nanoTime();
            Frames.until("ready", () -> Probe.ready(node) == 200);
            ann.say("r", "3", "three");
            within(BACK_MS, thawed);
            if (Frames.ofType(ann.all(), "error").size() > 0) {
                ann.say("r", "2", "two");
            }
            Frames.until("all", () -> Frames.messages(ann.all(), "r").size() >= 3);
            assertEquals(List.of(1L, 2L, 3L), Frames.seqs(Frames.messages(ann.all(), "r")));
        }
    }

    private static void within(long mostMs, long sinceNanos) {
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        assertTrue(ms <= mostMs, ms + " ms");
    }
}
