package dev.parley.gateway.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.fanout.RoomPosition.Verdict;
import dev.parley.store.Position;
import org.junit.jupiter.api.Test;

/** What a position means that a room or the store shows. */
class RoomPositionTest {
    private final RoomPosition position = new RoomPosition();

    @Test
    void theFirstPositionIsTakenAsItIs() {
        assertFalse(position.isBehind(7));
        assertEquals(7, position.seq());
    }

    @Test
    void theFirstEventIsTakenAsItIs() {
        assertTrue(position.advance(7));
        assertTrue(position.advance(8));
        assertFalse(position.advance(10), "9 is missing");
        assertEquals(8, position.seq());
        assertTrue(position.isBehind(10));
    }

    @Test
    void theOwnerWithTheHighestEpochCounts() {
        position.follow(2);
        position.ownerIsAt(5);
        assertEquals(Verdict.OUTDATED, position.judge(1, 9));
        assertEquals(Verdict.CURRENT, position.judge(2, 3), "a late one of the same owner");
        assertEquals(Verdict.CURRENT, position.judge(3, 5));
        assertEquals(Verdict.WENT_BACK, position.judge(3, 4), "a later owner never begins earlier");
    }

    @Test
    void whatTheStoreShowsIsNoOwnersWord() {
        position.follow(2);
        position.ownerIsAt(5);
        position.readUpTo(9);
        assertEquals(Verdict.CURRENT, position.judge(3, 5));
    }

    @Test
    void startingOverForgetsEverything() {
        position.follow(2);
        position.ownerIsAt(5);
        assertTrue(position.advance(5));
        int before = position.generation();
        position.startOver(new Position(1, 3));
        assertEquals(before + 1, position.generation());
        assertEquals(RoomPosition.UNKNOWN, position.seq());
        assertEquals(Verdict.CURRENT, position.judge(2, 0));
    }
}
