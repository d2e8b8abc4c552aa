package dev.parley.config;

import java.time.Duration;

/**
 * The section {@code ai.breaker}: when a provider that fails is not called for a while. Immutable.
 *
 * @param failures calls in a row that failed before their first output; then all others fail at once
 * @param reset after so long one call is let through, and decides whether it works again
 */
public record BreakerConfig(int failures, Duration reset) {
    public BreakerConfig {
        Check.range("failures", failures, 1, 1000);
        Check.positive("reset", reset);
    }
}
