package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    private long now = 1000;
    private final Readiness readiness = new Readiness(6000);
    private boolean apart;
    private boolean othersTake = true;
    private boolean leased = true;
    private boolean othersLeased = true;

    private String after(long ms) {
        for (long end = now + ms; now < end; ) {
            now += 100;
            readiness.tick(now, apart, othersTake, leased, othersLeased);
        }
        return readiness.problem();
    }

    @Test
    void whoIsApartServesNobodyWhileOthersTakeRooms() {
        assertEquals("", after(1000));
        apart = true;
        assertTrue(after(100).contains("cannot reach"));
        apart = false;
        assertTrue(after(5900).contains("cannot reach"), "a network that comes and goes");
        assertEquals("", after(200));
    }

    @Test
    void whoIsApartAndAloneServes() {
        apart = true;
        othersTake = false;
        assertEquals("", after(10_000));
        othersTake = true;
        assertTrue(after(100).contains("cannot reach"));
        othersTake = false;
        assertEquals("", after(100));
    }

    @Test
    void whoLostItsLeaseServesNobodyWhileOthersHoldTheirs() {
        leased = false;
        assertEquals("", after(1900));
        assertTrue(after(300).contains("lost its lease"));
        leased = true;
        assertTrue(after(1000).contains("lost its lease"));
        assertEquals("", after(5200));
    }

    @Test
    void whenNobodyHoldsALeaseThereIsNowhereToGo() {
        leased = false;
        othersLeased = false;
        assertEquals("", after(60_000));
        othersLeased = true; // the store is back, and they came first
        assertEquals("", after(1900));
        leased = true;
        assertEquals("", after(10_000));
    }

    @Test
    void aPauseIsNoOutage() {
        leased = false;
        assertEquals("", after(1000));
        now += 60_000;
        readiness.stoodStill();
        assertEquals("", after(1900));
        leased = true;
        assertEquals("", after(10_000));
    }
}
