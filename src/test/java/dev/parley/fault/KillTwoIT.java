package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two of three die together, ten times; nobody is left at an address where nobody answers. */
@Tag("long")
class KillTwoIT {
    @Test
    void killingTwoOfThreeTenTimesLosesNothing() {
        long seed = 1;
        Random random = new Random(seed);
        try (Cluster cluster = Cluster.start("kill-two", seed)) {
            Plan plan = new Plan();
            for (int i = 0; i < 10; i++) {
                int left = random.nextInt(3);
                NodeProcess one = cluster.node((left + 1) % 3);
                NodeProcess two = cluster.node((left + 2) % 3);
                plan.fault(Duration.ofSeconds(5), "kill " + one.name(), one::kill)
                        .then(Duration.ofMillis(random.nextInt(50)), "kill " + two.name(), two::kill)
                        .then(Duration.ofSeconds(3), "start both", () -> {
                            one.start();
                            two.start();
                            one.awaitReady();
                            two.awaitReady();
                        });
            }
            cluster.scenario().mustHold(plan.rest(Duration.ofSeconds(5)));
        }
    }
}
