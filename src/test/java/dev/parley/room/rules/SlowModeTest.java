package dev.parley.room.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import org.junit.jupiter.api.Test;

class SlowModeTest {
    private final SlowMode slowMode = new SlowMode();

    @Test
    void eachUserWaitsFromWhatTheySaidLast() {
        slowMode.onSaid("ann", 1000, 500);
        Refusal refusal = assertThrows(Refusal.class, () -> slowMode.check("ann", 1200, 500));
        assertEquals(Code.RATE_LIMITED, refusal.code());
        assertEquals(300, refusal.retryAfterMs());
        assertDoesNotThrow(() -> slowMode.check("ann", 1500, 500));
        assertDoesNotThrow(() -> slowMode.check("bob", 1200, 500));
    }

    @Test
    void whatIsNotStoredCostsNothing() {
        slowMode.onSaid("ann", 1000, 500);
        slowMode.takeBack("ann", 900);
        assertThrows(Refusal.class, () -> slowMode.check("ann", 1001, 500));
        slowMode.takeBack("ann", 1000);
        assertDoesNotThrow(() -> slowMode.check("ann", 1001, 500));
    }

    @Test
    void aClockThatGoesBackLetsNobodyWaitLongerThanThePause() {
        slowMode.onSaid("ann", 10_000, 500);
        Refusal refusal = assertThrows(Refusal.class, () -> slowMode.check("ann", 1000, 500));
        assertEquals(500, refusal.retryAfterMs());
    }
}
