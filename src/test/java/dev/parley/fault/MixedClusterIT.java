package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.OlderNode;
import dev.parley.testing.ParleyProcess;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rolling upgrade under load: two nodes of the older build, a newer one that joins them and migrates their database, one of
 * the older ones killed, one drained, and newer ones only in the end. {@code .ci/older-node} tells which build is older.
 */
class MixedClusterIT {
    /** What a node logs when it met something that it cannot read, or that broke it. */
    private static final Pattern BROKEN = Pattern.compile(
            "was dropped: |unreadable|another version|Unhandled|(Exception|Error)\\b|^\\s+at [\\w.$/]+\\(");

    @Test
    void aRollingUpgradeLosesNothing() {
        upgraded(1, Duration.ofSeconds(3), 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    @Tag("long")
    void aSlowUpgradeLosesNothing(long seed) {
        upgraded(seed, Duration.ofSeconds(10), 3);
    }

    /**
     * Each state of the cluster lasts for {@code each}; a newer node is killed {@code kills} times beside an older one.
     */
    private static void upgraded(long seed, Duration each, int kills) {
        try (Cluster cluster = Cluster.older("mixed-cluster", seed)) {
            NodeProcess first = cluster.node(0);
            NodeProcess last = cluster.node(1);
            NodeProcess newer = cluster.node(2);
            Plan plan = new Plan().fault(Duration.ZERO, "a newer node joins", () -> {
                newer.start();
                newer.awaitReady();
            });
            plan.then(each.dividedBy(2), "talk across versions", () -> new CrossTalk("a", last, newer).check());
            plan.fault(each.dividedBy(2), "kill an older node", first::kill);
            plan.then(each, "an older node is started again", () -> startedAgain(first, newer));
            plan.then(each, "the killed node is a newer one", () -> becomesNewer(first));
            plan.then(each.dividedBy(2), "talk across versions", () -> new CrossTalk("b", first, last).check());
            for (int i = 0; i < kills; i++) {
                plan.fault(each.dividedBy(2), "kill a newer node", newer::kill)
                        .then(each, "start it again", newer::start);
            }
            plan.fault(each, "the last older node drains", () -> {
                last.terminate();
                becomesNewer(last);
            });
            cluster.scenario().mustHold(plan.rest(each));
            cluster.nodes().all().forEach(MixedClusterIT::assertNothingBroke);
        }
    }

    private static void becomesNewer(NodeProcess node) {
        node.runs(ParleyProcess.jar());
        node.start();
        node.awaitReady();
    }

    /** An older node either goes on with the migrated database or says in one line why not; the others go on. */
    private static void startedAgain(NodeProcess older, NodeProcess newer) {
        older.runs(OlderNode.jar());
        int before = older.log().size();
        older.start();
        if (older.isReadyUnlessEnded()) {
            older.kill();
        } else {
            assertEquals(2, older.exit());
            List<String> said = older.log();
            List<String> faults = said.subList(before, said.size());
            assertEquals(1, faults.size(), faults::toString);
            assertTrue(faults.get(0).contains("was written by a newer Parley (schema "), faults::toString);
        }
        newer.awaitReady();
    }

    private static void assertNothingBroke(NodeProcess node) {
        List<String> broken =
                node.log().stream().filter(line -> BROKEN.matcher(line).find()).toList();
        assertEquals(List.of(), broken, node.name());
    }
}
