package dev.parley.metrics;

import dev.parley.capability.CapabilityMeters;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** The meters of one capability, each with its name before its own. */
record OwnMeters(Meters meters, String prefix) implements CapabilityMeters {

    @Override
    public Runnable counter(String name, String description) {
        return meters.counter(prefix + name, description)::increment;
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier source) {
        meters.gauge(prefix + name, description, source);
    }

    @Override
    public Stopwatch timer(String name, String description) {
        Timer timer = meters.timer(prefix + name, description);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
