package dev.parley.bench.figure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations in nanoseconds, kept to three digits; above {@link #MOST} they count as that. For one thread at a time. */
public final class Latencies {
    private static final long MOST = TimeUnit.MINUTES.toNanos(10);
    /** What is shorter counts as this; finer would only cost memory. */
    private static final long LEAST = 100;

    private static final int DIGITS = 3;

    private final Histogram nanos = new Histogram(LEAST, MOST, DIGITS);

    public void record(long duration) {
        nanos.recordValue(Math.max(0, Math.min(duration, MOST)));
    }

    public void clear() {
        nanos.reset();
    }

    public long count() {
        return nanos.getTotalCount();
    }

    /** At or below which so many percent were; NaN of nothing. */
    public double millis(double percentile) {
        return micros(percentile) / 1e3;
    }

    /** At or below which so many percent were; NaN of nothing. */
    public double micros(double percentile) {
        return count() == 0 ? Double.NaN : nanos.getValueAtPercentile(percentile) / 1e3;
    }

    /** The longest; NaN of nothing. */
    public double maxMillis() {
        return count() == 0 ? Double.NaN : nanos.getMaxValue() / 1e6;
    }
}
