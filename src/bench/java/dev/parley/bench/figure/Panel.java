package dev.parley.bench.figure;

import java.util.List;

/**
 * One pair of axes of a picture, with the lines that are drawn in it. The x-axis is logarithmic.
 *
 * @param unit of all values
 * @param places the places' names
 * @param x the sizes that they stand for, each a factor of the one before
 */
record Panel(String unit, List<String> places, List<Double> x, List<Series> series) {
    /** One value a place; NaN where there is none. */
    record Series(String name, List<Double> values) {}

    double most() {
        return series.stream()
                .flatMap(one -> one.values().stream())
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    /** Where a place stands between the left end, 0, and the right, 1. */
    double at(int place) {
        double first = along(x.get(0));
        double last = along(x.get(x.size() - 1));
        return first == last ? 0.5 : (along(x.get(place)) - first) / (last - first);
    }

    private static double along(double value) {
        return Math.log10(Math.max(value, 1e-9));
    }
}
