package dev.parley.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Chooses round marks for an axis that starts at 0.
 *
 * @param step between two marks: 1, 2 or 5 times a power of ten
 * @param top the last mark, not below what is to be shown
 */
record Scale(double step, double top) {
    private static final int MARKS = 5;

    /** The scale that holds values up to this one. */
    static Scale upTo(double most) {
        double rough = Math.max(most, 1e-9) / MARKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * 10;
        for (int times : new int[] {5, 2, 1}) {
            if (power * times >= rough) {
                step = power * times;
            }
        }
        return new Scale(step, step * Math.max(1, Math.ceil(most / step - 1e-9)));
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
            marks.add(i * step);
        }
        return marks;
    }

    /** A mark as text, as short as the step allows. */
    String text(double mark) {
        if (top >= 10_000 && step >= 1000) {
            return String.format(Locale.ROOT, "%,.0fk", mark / 1000);
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", mark);
    }
}
