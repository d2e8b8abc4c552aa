package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random node is killed every ten seconds, and started again after five. */
class KillOneIT {
    @Test
    void twoKillsLoseNothing() {
        killed(1, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    @Tag("long")
    void aMinuteOfKillsLosesNothing(long seed) {
        killed(seed, 6);
    }

    private static void killed(long seed, int times) {
        Random random = new Random(seed);
        try (Cluster cluster = Cluster.start("kill-one", seed)) {
            Plan plan = new Plan();
            for (int i = 0; i < times; i++) {
                NodeProcess node = cluster.node(random.nextInt(3));
                plan.fault(Duration.ofSeconds(i == 0 ? 1 : 5), "kill " + node.name(), node::kill)
                        .then(Duration.ofSeconds(5), "start " + node.name(), node::start);
            }
            cluster.scenario().mustHold(plan.rest(Duration.ofSeconds(5)));
        }
    }
}
