package dev.parley.bench.load;

import java.time.Duration;

/** How long each case warms up, and how long it is measured. */
public record Timing(Duration warmup, Duration measured) {}
