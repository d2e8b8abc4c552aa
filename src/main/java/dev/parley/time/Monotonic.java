package dev.parley.time;

import java.util.concurrent.TimeUnit;

/** A clock that never goes back, in milliseconds from an arbitrary start: it measures durations and tells no time. */
public final class Monotonic {
    private Monotonic() {}

    public static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
