package dev.parley.bench.figure;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The median, least and most of a figure over several rounds. */
public record Spread(double median, double min, double max) {

    /** NaN counts as not there; of nothing all three are NaN. */
    public static Spread of(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
    }

    /** {@code median (min–max)}, or the one number when all are the same; empty for nothing. */
    public String text(int decimals) {
        if (Double.isNaN(median)) {
            return "";
        }
        String middle = number(median, decimals);
        String least = number(min, decimals);
        String most = number(max, decimals);
        return least.equals(most) ? middle : middle + " (" + least + "–" + most + ")";
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
