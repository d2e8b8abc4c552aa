package dev.parley.bench.figure;

import java.util.List;

/**
 * One pair of axes: what is drawn in it.
 *
 * @param unit of all values
 * @param axis what the places along the x-axis are called
 * @param places the places' names
 * @param x where they are, for lines; ignored by bars
 */
record Panel(String unit, Axis axis, List<String> places, List<Double> x, List<Series> series) {
    /** How places stand on the x-axis. */
    enum Axis {
        /** Groups of bars. */
        BARS,
        /** Lines over an axis whose steps are the same factor. */
        LOG_LINES,
        /** Lines over an axis whose steps are the same number. */
        LINES
    }

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
        if (axis == Axis.BARS) {
            return (place + 0.5) / places.size();
        }
        double first = along(x.get(0));
        double last = along(x.get(x.size() - 1));
        return first == last ? 0.5 : (along(x.get(place)) - first) / (last - first);
    }

    private double along(double value) {
        return axis == Axis.LOG_LINES ? Math.log10(Math.max(value, 1e-9)) : value;
    }
}
