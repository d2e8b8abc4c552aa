package dev.parley.time;

import java.util.concurrent.TimeUnit;

/** A clock that never goes back, in milliseconds since nowhere in particular: for how long, never for when. */
public final class Monotonic {
    private Monotonic() {}

    public static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
