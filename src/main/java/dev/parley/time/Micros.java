package dev.parley.time;

import java.time.Instant;

/** The wall clock in microseconds, for latencies that cross threads and nodes. Never for order. */
public final class Micros {
    private Micros() {}

    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
