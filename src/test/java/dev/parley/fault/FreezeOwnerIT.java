package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node stands still and goes on as if nothing had been: a zombie for the rooms that it had. */
class FreezeOwnerIT {
    @Test
    void anOwnerFrozenForThreeSecondsLosesNothing() {
        frozen(1, 3);
    }

    @Test
    @Tag("long")
    void anOwnerFrozenForThreeEightAndTwentySecondsLosesNothing() {
        frozen(2, 3, 8, 20);
    }

    private static void frozen(long seed, int... seconds) {
        Random random = new Random(seed);
        try (Cluster cluster = Cluster.start("freeze", seed)) {
            Plan plan = new Plan();
            for (int time : seconds) {
                NodeProcess node = cluster.node(random.nextInt(3)); // each owns a third of the rooms
                plan.fault(Duration.ofSeconds(2), "freeze " + node.name(), node::freeze)
                        .then(Duration.ofSeconds(time), "thaw " + node.name(), node::thaw)
                        .rest(Duration.ofSeconds(8));
            }
            cluster.scenario().mustHold(plan);
        }
    }
}
