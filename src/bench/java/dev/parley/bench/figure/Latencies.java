package dev.parley.bench.figure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A histogram of durations in nanoseconds, precise to three digits. Longer ones count as {@link #MOST}. For one thread
 * at a time.
 */
public final class Latencies {
    private static final long MOST = TimeUnit.MINUTES.toNanos(10);
    /** Shorter durations count as this; a finer resolution would only cost memory. */
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

    /** The percentile; NaN when nothing was recorded. */
    public double millis(double percentile) {
        return micros(percentile) / 1e3;
    }

    /** The percentile; NaN when nothing was recorded. */
    public double micros(double percentile) {
        return count() == 0 ? Double.NaN : nanos.getValueAtPercentile(percentile) / 1e3;
    }

    /** The longest duration; NaN when nothing was recorded. */
    public double maxMillis() {
        return count() == 0 ? Double.NaN : nanos.getMaxValue() / 1e6;
    }
}
