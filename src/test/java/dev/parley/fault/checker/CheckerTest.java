package dev.parley.fault.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.checker.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A checker that says nothing proves nothing: planted faults are found, and clean runs are clean. */
class CheckerTest {
    private static final int SEEDS = 300;
    private static final Map<Kind, Mutation> MUTATIONS = Mutation.all();

    @Test
    void cleanRunsAreClean() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertEquals(List.of(), Checker.check(new Run(seed).evidence()), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachKindOfFaultIsFound(Kind kind) {
        planted(kind, 1);
    }

    @Test
    void aRandomFaultSomewhereIsFound() {
        List<Kind> kinds = new ArrayList<>(MUTATIONS.keySet());
        for (int seed = 0; seed < SEEDS; seed++) {
            planted(kinds.get(new Random(seed).nextInt(kinds.size())), seed);
        }
    }

    private static void planted(Kind kind, int seed) {
        Run run = new Run(seed);
        MUTATIONS.get(kind).plant(run, Run.user(seed % 4));
        List<Violation> found = Checker.check(run.evidence());
        Set<Kind> kinds = found.stream().map(Violation::kind).collect(Collectors.toSet());
        assertTrue(kinds.contains(kind), () -> kind + " with seed " + seed + ": found " + found);
        found.forEach(violation -> assertTrue(violation.toString().contains(Run.ROOM)));
    }
}
