package dev.parley.metrics;

import dev.parley.store.StoreObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Counts the store's transactions and what waits for them. From any thread. */
public final class StoreMeters implements StoreObserver {
    private final Meters meters;
    private final Counter commits;
    private final Counter operations;
    private final Counter failures;
    private final Timer commitTime;

    StoreMeters(Meters meters) {
        this.meters = meters;
        commits = meters.counter("parley.store.commits", "transactions that are durable");
        operations = meters.counter("parley.store.operations", "operations in them");
        failures = meters.counter("parley.store.failures", "transactions that failed");
        commitTime = meters.timer("parley.store.commit.time", "from the begin to the end of a commit");
    }

    @Override
    public void committed(int count, long nanos) {
        commits.increment();
        operations.increment(count);
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    @Override
    public void queue(IntSupplier depth) {
        meters.gauge("parley.store.queue", "operations that wait for a commit", depth::getAsInt);
    }
}
