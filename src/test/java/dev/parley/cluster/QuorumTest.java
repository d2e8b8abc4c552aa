package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuorumTest {
    private long now = 1000;
    private final Quorum quorum = new Quorum(2000, 3000, 6000, now);
    private boolean othersTake = true;
    private int rank = 2;

    private void pass(long ms, boolean inside) {
        for (long end = now + ms; now < end; ) {
            now += 100;
            quorum.tick(now, inside, othersTake, rank);
        }
    }

    private void assertTakesRooms(boolean expected) {
        assertEquals(expected, quorum.mayHostRooms());
    }

    @Test
    void whoJoinsTakesRoomsOnceTheOthersHearIt() {
        pass(500, false);
        assertTakesRooms(false);
        assertFalse(quorum.isApart());
        pass(100, true);
        assertTakesRooms(true);
    }

    @Test
    void whoNeverGetsInIsApart() {
        pass(2200, false);
        assertTakesRooms(false);
        assertTrue(quorum.isApart());
    }

    @Test
    void whoIsOutsideStepsBackAfterAWhile() {
        pass(1000, true);
        pass(1900, false);
        assertTakesRooms(true);
        assertFalse(quorum.isApart());
        pass(200, false);
        assertTakesRooms(false);
        assertTrue(quorum.isApart());
    }

    @Test
    void aGapThatEndsInTimeIsNothing() {
        pass(1000, true);
        for (int i = 0; i < 5; i++) {
            pass(1900, false);
            pass(100, true);
            assertTakesRooms(true);
        }
    }

    @Test
    void whoComesBackWaitsUntilTheNetworkStays() {
        pass(1000, true);
        pass(3000, false);
        for (int i = 0; i < 3; i++) {
            pass(5000, true);
            assertTakesRooms(false);
            assertFalse(quorum.isApart());
            pass(100, false);
            assertTrue(quorum.isApart(), "at once: it has just been so");
        }
        pass(6200, true);
        assertTakesRooms(true);
    }

    @Test
    void whoWasFrozenWaitsUntilTheOthersHaveTakenItInAgain() {
        pass(1000, true);
        now += 4000;
        quorum.tick(now, true, othersTake, rank);
        assertTakesRooms(false);
        assertFalse(quorum.isApart(), "it serves its sockets");
        pass(5900, true);
        assertTakesRooms(false);
        pass(200, true);
        assertTakesRooms(true);
    }

    @Test
    void whereNobodyElseTakesRoomsNobodyWaits() {
        pass(1000, true);
        othersTake = false;
        now += 4000;
        quorum.tick(now, true, othersTake, rank);
        assertTakesRooms(true);
    }

    @Test
    void aShortPauseIsNothing() {
        pass(1000, true);
        now += 2900;
        quorum.tick(now, true, othersTake, rank);
        assertTakesRooms(true);
    }

    @Test
    void whenNobodyTakesRoomsTheFirstDoesAndTheNextIfItDoesNot() {
        pass(1000, true);
        pass(3000, false);
        rank = 0;
        othersTake = false;
        pass(100, false);
        assertTakesRooms(true);
        othersTake = true;
        pass(100, false);
        assertTakesRooms(false);
        rank = 1;
        othersTake = false;
        pass(1900, false);
        assertTakesRooms(false);
        pass(300, false);
        assertTakesRooms(true);
    }
}
