package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumTest {
    private static final Set<String> ALL = Set.of("a", "b", "c");

    private long now = 1000;
    private final Quorum c = new Quorum("c", 2000, 3000, 6000, now);

    private void pass(long ms, Set<String> live, Set<String> heard) {
        for (long end = now + ms; now < end; ) {
            now += 100;
            c.tick(now, live, heard);
        }
    }

    private void assertTakesRooms(boolean expected) {
        if (expected) {
            assertTrue(c.mayTakeRooms(now, true));
        } else {
            assertFalse(c.mayTakeRooms(now, true));
        }
    }

    @Test
    void whoHearsTheOthersTakesRooms() {
        pass(10_000, ALL, ALL);
        assertTakesRooms(true);
        pass(10_000, ALL, Set.of("b", "c"));
        assertTakesRooms(true);
    }

    @Test
    void whoHearsNobodyStepsBackAfterAWhileAndComesBackAtOnce() {
        pass(1900, ALL, Set.of("c"));
        assertTakesRooms(true);
        pass(200, ALL, Set.of("c"));
        assertTakesRooms(false);
        pass(100, ALL, Set.of("b", "c"));
        assertTakesRooms(true);
    }

    @Test
    void deadNodesAreNoMajority() {
        pass(1500, ALL, Set.of("c"));
        pass(5000, Set.of("c"), Set.of("c"));
        assertTakesRooms(true);
    }

    @Test
    void ofTwoHalvesTheOneWithTheFirstStays() {
        pass(3000, Set.of("b", "c"), Set.of("c"));
        assertTakesRooms(false);
        Quorum b = new Quorum("b", 2000, 3000, 6000, 0);
        for (long ms = 0; ms < 5000; ms += 100) {
            b.tick(ms, Set.of("b", "c"), Set.of("b"));
        }
        assertTrue(b.mayTakeRooms(5000, true));
    }

    @Test
    void whoWasFrozenWaitsUntilWhatItHearsIsFresh() {
        pass(1000, ALL, ALL);
        now += 4000;
        c.tick(now, ALL, ALL);
        assertTakesRooms(false);
        pass(5900, ALL, ALL);
        assertTakesRooms(false);
        pass(200, ALL, ALL);
        assertTakesRooms(true);
    }

    @Test
    void whereNobodyElseTakesRoomsWhoWasFrozenDoesAtOnce() {
        now += 4000;
        c.tick(now, ALL, ALL);
        assertFalse(c.mayTakeRooms(now, true));
        assertTrue(c.mayTakeRooms(now, false));
        pass(3000, ALL, Set.of("c"));
        assertFalse(c.mayTakeRooms(now, false), "who is alone still does not");
    }

    @Test
    void aShortPauseIsNothing() {
        now += 2900;
        c.tick(now, ALL, ALL);
        assertTakesRooms(true);
    }
}
