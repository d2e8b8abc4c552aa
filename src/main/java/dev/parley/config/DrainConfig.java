package dev.parley.config;

import java.time.Duration;

/** How a node goes: {@code window} is the time over which its sockets are closed. */
public record DrainConfig(Duration window) {
    public DrainConfig {
        Check.that(!window.isNegative(), "window", "0 or more");
    }
}
