package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final Set<String> TWO = Set.of("b", "c");

    private final Reachability reachability = new Reachability(3000);

    @Test
    void whoDoesNotAnswerIsNotHeard() {
        assertEquals(Set.of(), reachability.reachable(0));
        reachability.answered("b", true, 1000);
        reachability.answered("c", true, 2000);
        assertEquals(TWO, reachability.reachable(3999));
        assertEquals(Set.of("c"), reachability.reachable(4000));
        reachability.retain(Set.of("b"));
        assertEquals(Set.of(), reachability.reachable(4000));
    }

    @Test
    void whoStoodStillCouldNotHear() {
        reachability.answered("b", true, 1000);
        reachability.stoodStill(10_000);
        assertEquals(Set.of("b"), reachability.reachable(11_500));
    }

    @Test
    void whetherOthersHoldLeases() {
        assertTrue(reachability.othersMayHoldLeases(TWO, 0), "who hears nobody cannot know");
        reachability.answered("b", false, 1000);
        reachability.answered("c", true, 1000);
        assertTrue(reachability.othersMayHoldLeases(TWO, 1000));
        reachability.answered("c", false, 2000);
        assertFalse(reachability.othersMayHoldLeases(TWO, 2000));
        assertFalse(reachability.othersMayHoldLeases(TWO, 4500), "with b they are two of three");
        assertTrue(reachability.othersMayHoldLeases(TWO, 5000));
        assertTrue(reachability.othersMayHoldLeases(Set.of("d"), 2000), "one of two is no majority");
    }
}
