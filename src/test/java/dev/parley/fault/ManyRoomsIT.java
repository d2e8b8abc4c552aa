package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Load;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node with many active rooms dies: they are writable again soon, all of them. */
@Tag("long")
class ManyRoomsIT {
    @Test
    void twoThousandRoomsOfADeadNodeAreSoonWritable() {
        killed(1, 6000, 50);
    }

    @Test
    void tenThousandRoomsOfADeadNodeAreSoonWritable() {
        killed(2, 30_000, 100);
    }

    private static void killed(long seed, int rooms, int each) {
        try (Cluster cluster = Cluster.start("many-rooms", seed)) {
            NodeProcess node = cluster.node(0);
            Plan plan = new Plan()
                    .rest(Duration.ofSeconds(20)) // everybody enters
                    .fault(Duration.ofSeconds(10), "kill " + node.name(), node::kill)
                    .then(Duration.ofSeconds(10), "start " + node.name(), node::start)
                    .rest(Duration.ofSeconds(10));
            Load load = new Load(seed, "many", rooms / each, rooms, each, 300, 0);
            cluster.scenario(load).mustHold(plan);
        }
    }
}
