package dev.parley.config;

import java.time.Duration;

/**
 * The section {@code drain}: {@code window} is the time over which a stopping node closes its connections. Immutable.
 */
public record DrainConfig(Duration window) {
    public DrainConfig {
        Check.that(!window.isNegative(), "window", "0 or more");
    }
}
