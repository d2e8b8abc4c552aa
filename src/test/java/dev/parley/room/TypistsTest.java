package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypistsTest {
    private final Typists typists = new Typists(6000);

    @Test
    void lapsesByItselfAfterItsTimeAndNotBefore() {
        assertTrue(typists.set("ann", true, 0));
        assertEquals(6000, typists.next());
        assertEquals(List.of(), typists.lapsed(5999));
        assertEquals(List.of("ann"), typists.lapsed(6000));
        assertTrue(typists.isEmpty());
    }

    @Test
    void typingOnPutsItOff() {
        assertTrue(typists.set("ann", true, 0));
        assertTrue(typists.set("bob", true, 1000));
        assertTrue(typists.set("ann", true, 5000));
        assertEquals(7000, typists.next());
        assertEquals(List.of("bob"), typists.lapsed(7000));
        assertEquals(11_000, typists.next());
    }

    @Test
    void whoStoppedIsToldOnce() {
        assertTrue(typists.set("ann", true, 0));
        assertTrue(typists.set("ann", false, 10));
        assertFalse(typists.set("ann", false, 20));
        assertTrue(typists.isEmpty());
    }
}
