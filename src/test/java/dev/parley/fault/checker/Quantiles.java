package dev.parley.fault.checker;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Of some times in nanoseconds; printed in milliseconds. */
public record Quantiles(int count, long p50, long p99, long max) {
    public static Quantiles of(List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Quantiles(0, 0, 0, 0)
                : new Quantiles(sorted.size(), at(sorted, 0.5), at(sorted, 0.99), sorted.get(sorted.size() - 1));
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %d p99 %d max %d ms (n=%d)",
                TimeUnit.NANOSECONDS.toMillis(p50),
                TimeUnit.NANOSECONDS.toMillis(p99),
                TimeUnit.NANOSECONDS.toMillis(max),
                count);
    }
}
