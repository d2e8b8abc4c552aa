package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.Nodes;
import dev.parley.fault.swarm.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node on SQLite that dies again and again: proof of the harness, and of the guarantees without a cluster. */
class LoneNodeIT {
    @TempDir
    Path folder;

    @Test
    void aLoneNodeThatIsKilledAndStartedAgainLosesNothing() {
        long seed = 1;
        // A small replay makes clients load history, as after a long absence.
        Map<String, String> environment = Map.of("PARLEY_LIMITS_REPLAY", "12");
        try (Nodes nodes = Nodes.alone(Scenario.logs("lone-kill", seed), folder, environment)) {
            NodeProcess node = nodes.get(0);
            Plan plan = new Plan();
            for (int i = 0; i < 2; i++) {
                plan.fault(Duration.ofSeconds(5), "kill", node::kill).then(Duration.ofSeconds(1), "start", () -> {
                    node.start();
                    node.awaitReady();
                });
            }
            new Scenario("lone-kill", Load.of(seed, "lone"), nodes).mustHold(plan.rest(Duration.ofSeconds(3)));
        }
    }
}
