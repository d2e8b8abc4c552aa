package dev.parley.room.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypingTest {
    private final Typing typing = new Typing(6000);

    @Test
    void lapsesByItselfAfterItsTimeAndNotBefore() {
        assertTrue(typing.set("ann", true, 0));
        assertEquals(6000, typing.next());
        assertEquals(List.of(), typing.lapsed(5999));
        assertEquals(List.of("ann"), typing.lapsed(6000));
        assertTrue(typing.isEmpty());
    }

    @Test
    void typingOnPutsItOff() {
        assertTrue(typing.set("ann", true, 0));
        assertTrue(typing.set("bob", true, 1000));
        assertTrue(typing.set("ann", true, 5000));
        assertEquals(7000, typing.next());
        assertEquals(List.of("bob"), typing.lapsed(7000));
        assertEquals(11_000, typing.next());
    }

    @Test
    void whoStoppedIsToldOnce() {
        assertTrue(typing.set("ann", true, 0));
        assertTrue(typing.set("ann", false, 10));
        assertFalse(typing.set("ann", false, 20));
        assertTrue(typing.isEmpty());
    }
}
