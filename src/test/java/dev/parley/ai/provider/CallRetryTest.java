package dev.parley.ai.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallRetryTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void retryAfterIsSecondsOrADate() {
        assertEquals(Optional.of(Duration.ofSeconds(7)), CallRetry.retryAfter(" 7 ", NOW));
        assertEquals(Optional.of(Duration.ofSeconds(9)), CallRetry.retryAfter("Sun, 01 Nov 2026 12:00:09 GMT", NOW));
        assertEquals(Optional.of(Duration.ZERO), CallRetry.retryAfter("Sun, 01 Nov 2026 11:00:00 GMT", NOW));
        assertEquals(Optional.empty(), CallRetry.retryAfter("soon", NOW));
        assertEquals(Optional.empty(), CallRetry.retryAfter(null, NOW));
    }

    @Test
    void theProvidersWaitIsObeyedUpToTenSeconds() {
        assertEquals(Optional.of(Duration.ofSeconds(10)), CallRetry.afterRefusal(Duration.ofSeconds(10), 0));
        assertEquals(Optional.empty(), CallRetry.afterRefusal(Duration.ofSeconds(11), 0));
    }

    @Test
    void withoutOneTheWaitDoubles() {
        assertEquals(Optional.of(Duration.ofMillis(250)), CallRetry.afterRefusal(null, 0));
        assertEquals(Optional.of(Duration.ofMillis(500)), CallRetry.afterRefusal(null, 1));
        assertEquals(Optional.empty(), CallRetry.afterRefusal(null, 2));
        assertEquals(Optional.empty(), CallRetry.afterNoConnection(2));
    }
}
