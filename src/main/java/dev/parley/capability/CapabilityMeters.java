package dev.parley.capability;

import java.util.function.DoubleSupplier;

/** A capability's meters: {@code parley.<capability>.<name>}. From any thread; each name once. */
public interface CapabilityMeters {

    /** A number that rises by one each time it is run. */
    Runnable counter(String name, String description);

    /** A number that is asked for, from any thread. */
    void gauge(String name, String description, DoubleSupplier source);

    /** Counts how long something takes, in nanoseconds, and how often. */
    Stopwatch timer(String name, String description);

    /** Takes what was measured. */
    @FunctionalInterface
    interface Stopwatch {
        void took(long nanos);
    }
}
