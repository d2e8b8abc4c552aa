package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each node in turn is told to stop and started again, while everybody talks. */
class RollingRestartIT {
    @Test
    void aRollingRestartLosesNothing() {
        rolled(1, 1);
    }

    @Test
    @Tag("long")
    void threeRollingRestartsLoseNothing() {
        rolled(2, 3);
    }

    private static void rolled(long seed, int rounds) {
        try (Cluster cluster = Cluster.start("rolling-restart", seed)) {
            Plan plan = new Plan();
            for (int i = 0; i < 3 * rounds; i++) {
                NodeProcess node = cluster.node(i % 3);
                plan.fault(Duration.ofSeconds(2), "restart " + node.name(), () -> {
                    Duration drain = node.terminate();
                    System.out.println("[fault] " + node.name() + " drained in " + drain.toMillis() + " ms");
                    node.start();
                    node.awaitReady();
                });
            }
            cluster.scenario().mustHold(plan.rest(Duration.ofSeconds(3)));
        }
    }
}
