package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Set<String> TWO = Set.of("b", "c");

    private final Hearing hearing = new Hearing(3000);

    @Test
    void whoDoesNotAnswerIsNotHeard() {
        assertEquals(Set.of(), hearing.heard(0));
        hearing.answered("b", true, 1000);
        hearing.answered("c", true, 2000);
        assertEquals(TWO, hearing.heard(3999));
        assertEquals(Set.of("c"), hearing.heard(4000));
        hearing.retain(Set.of("b"));
        assertEquals(Set.of(), hearing.heard(4000));
    }

    @Test
    void whoStoodStillCouldNotHear() {
        hearing.answered("b", true, 1000);
        hearing.stoodStill(10_000);
        assertEquals(Set.of("b"), hearing.heard(11_500));
    }

    @Test
    void whetherOthersHoldLeases() {
        assertTrue(hearing.othersMayHoldLeases(TWO, 0), "who hears nobody cannot know");
        hearing.answered("b", false, 1000);
        hearing.answered("c", true, 1000);
        assertTrue(hearing.othersMayHoldLeases(TWO, 1000));
        hearing.answered("c", false, 2000);
        assertFalse(hearing.othersMayHoldLeases(TWO, 2000));
        assertFalse(hearing.othersMayHoldLeases(TWO, 4500), "with b they are two of three");
        assertTrue(hearing.othersMayHoldLeases(TWO, 5000));
        assertTrue(hearing.othersMayHoldLeases(Set.of("d"), 2000), "one of two is no majority");
    }
}
