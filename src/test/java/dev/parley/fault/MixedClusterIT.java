package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.OlderNode;
import dev.parley.testing.ParleyProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rolling upgrade under load: two nodes of the older build, a newer one that joins them and migrates their database,
 * one of the older ones killed, one drained, and newer ones only in the end. {@code .ci/older-node} tells which build is
 * older.
 */
@Tag("older")
class MixedClusterIT {
    /** What a node logs when it met something that it cannot read, or that broke it. */
    private static final Pattern BROKEN = Pattern.compile(
            "was dropped: |unreadable|another version|Unhandled|(Exception|Error)\\b|^\\s+at [\\w.$/]+\\(");

    private static final Pattern SCHEMA = Pattern.compile(" has started: .* \\(schema (\\d+)\\)");

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
            plan.then(Duration.ZERO, "what the older node does not know is off", () -> {
                new LevelGate("gate", newer).checkRefused();
                new MembershipGate("gate", newer).checkRefused();
            });
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
            plan.then(each, "and then on", () -> {
                new LevelGate("gate", newer).checkDone();
                new MembershipGate("gate", newer).checkDone();
            });
            plan.fault(Duration.ZERO, "an older node cannot start any more", () -> {
                last.kill();
                last.runs(OlderNode.jar());
                startedAgain(last, newer);
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

    /** An older node that finds a newer schema says so in one line and ends, and the others go on. */
    private static void startedAgain(NodeProcess older, NodeProcess newer) {
        int before = older.log().size();
        older.start();
        boolean isRefused = !older.isReadyUnlessEnded();
        // It is of the time when every newer schema was refused.
        assertEquals(schema(newer) > schema(older), isRefused);
        if (isRefused) {
            assertEquals(2, older.exit());
            List<String> said = older.log();
            List<String> faults = said.subList(before, said.size()).stream()
                    .filter(line -> !line.startsWith("WARNING: ")) // Java's own
                    .toList();
            assertEquals(1, faults.size(), faults::toString);
            assertTrue(faults.get(0).startsWith("config store.url: "), faults::toString);
            assertTrue(faults.get(0).contains(" was written by a newer Parley (schema "), faults::toString);
        } else {
            older.kill();
        }
        newer.awaitReady();
    }

    /** Which schema its build knows, as it said when it started. */
    private static int schema(NodeProcess node) {
        return node.log().stream()
                .map(SCHEMA::matcher)
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNothingBroke(NodeProcess node) {
        List<String> broken = new ArrayList<>();
        boolean isStopping = false;
        for (String line : node.log()) {
            // Then its event loops end one by one, and what still comes for them is told in this way.
            isStopping = line.contains("drain ended after") || (isStopping && !line.contains("stopped cleanly"));
            if (!isStopping && BROKEN.matcher(line).find()) {
                broken.add(line);
            }
        }
        assertEquals(List.of(), broken, node.name());
    }
}
