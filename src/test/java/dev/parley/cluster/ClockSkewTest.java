package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
    private static final Instant STORE = Instant.parse("2026-11-30T12:00:00Z");

    private final ClockSkew watch = new ClockSkew();

    private Optional<String> off(long ms, long tripMs) {
        return watch.compare(STORE, STORE.plusMillis(ms), tripMs);
    }

    @Test
    void aClockThatIsAheadIsToldOnceAndThatItAgreesAgain() {
        assertEquals(Optional.empty(), off(1000, 0));
        assertTrue(off(1500, 100).orElseThrow().contains("1400 ms ahead of"));
        assertEquals(Optional.empty(), off(1500, 100));
        assertEquals(Optional.empty(), off(950, 0), "at the limit it does not tell again and again");
        assertTrue(off(20, 0).orElseThrow().contains("agrees"));
        assertEquals(Optional.empty(), off(20, 0));
    }

    @Test
    void aClockThatIsBehind() {
        assertTrue(off(-2000, 300).orElseThrow().contains("2000 ms behind"));
    }

    @Test
    void aSlowAnswerIsNoWrongClock() {
        assertEquals(Optional.empty(), off(4000, 4100));
        assertEquals(Optional.empty(), off(0, 4100));
    }
}
