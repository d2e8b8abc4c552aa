package dev.parley.bench.load;

import java.time.Duration;

/** How long each case is run before it counts, and then. */
public record Timing(Duration warmup, Duration measured) {}
