package dev.parley.bench.figure;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of one run of one case: its figures in the order in which they are shown, and notes for the reader. Built
 * by one thread.
 */
public final class Measurement {
    private final Map<Figure, Double> figures = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Adds a figure; NaN when it could not be measured. */
    @CanIgnoreReturnValue
    public Measurement put(Figure figure, double value) {
        figures.put(figure, value);
        return this;
    }

    @CanIgnoreReturnValue
    public Measurement put(Figure figure, long count) {
        return put(figure, (double) count);
    }

    @CanIgnoreReturnValue
    public Measurement note(String text) {
        notes.add(text);
        return this;
    }

    /** The value of a figure; NaN when it was not measured. */
    public double get(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    public List<Figure> figures() {
        return List.copyOf(figures.keySet());
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The figures by their keys, without those that could not be measured. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        figures.forEach((figure, value) -> {
            if (!Double.isFinite(value)) {
                return;
            }
            if (figure.unit().isEmpty()) {
                json.put(figure.key(), Math.round(value));
            } else {
                json.put(figure.key(), value);
            }
        });
        return notes.isEmpty() ? json : json.put("notes", notes);
    }
}
