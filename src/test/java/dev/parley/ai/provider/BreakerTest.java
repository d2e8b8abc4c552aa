package dev.parley.ai.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BreakerTest {
    private final Breaker breaker = new Breaker(3, 100);

    private void fail(long now, int times) {
        for (int i = 0; i < times; i++) {
            assertEquals(0, breaker.enter(now));
            breaker.onFailure(now);
        }
    }

    @Test
    void onlyFailuresInARowCount() {
        fail(0, 2);
        breaker.onSuccess();
        fail(0, 2);
        assertEquals(0, breaker.enter(0));
    }

    @Test
    void afterThemAllAreRefusedUntilOneMayProbe() {
        fail(0, 3);
        assertEquals(100, breaker.enter(0));
        assertEquals(1, breaker.enter(99));
        assertEquals(0, breaker.enter(100));
        assertTrue(breaker.isProbing());
        assertEquals(100, breaker.enter(100), "only one");
    }

    @Test
    void theProbeDecides() {
        fail(0, 3);
        assertEquals(0, breaker.enter(100));
        breaker.onFailure(150);
        assertEquals(100, breaker.enter(150));
        assertEquals(0, breaker.enter(250));
        breaker.onSuccess();
        assertFalse(breaker.isProbing());
        fail(250, 2);
        assertEquals(0, breaker.enter(250));
    }

    @Test
    void aProbeThatTellsNothingLetsTheNextOneProbe() {
        fail(0, 3);
        assertEquals(0, breaker.enter(100));
        breaker.onCancel(110);
        assertEquals(0, breaker.enter(110));
        assertTrue(breaker.isProbing());
        assertEquals(0, breaker.enter(210), "and so does one that is never heard of again");
    }

    @Test
    void whoeverWasUnderWayAndWorksEndsIt() {
        fail(0, 3);
        breaker.onFailure(50);
        assertEquals(40, breaker.enter(60), "a late failure does not prolong it");
        breaker.onSuccess();
        assertEquals(0, breaker.enter(60));
    }
}
