package dev.parley.store;

import dev.parley.model.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Collects the rows of a capability's query as {@link Database} returns them, up to a limit. One thread at a time.
 *
 * <p>A result over the limit is refused with {@code too_large}, a value that is neither a text nor a whole number with
 * {@code internal}.
 */
public final class ResultRows {
    public static final int ROWS_MAX = 10_000;
    /** In all texts of a result together. */
    public static final int CHARACTERS_MAX = 8 << 20;

    private final List<List<Object>> rows = new ArrayList<>();
    private long characters;

    /** Adds a row; {@code columns} are as a driver reads them, and are changed to what {@link Database} says. */
    public void add(List<Object> columns) {
        columns.replaceAll(this::value);
        rows.add(Collections.unmodifiableList(columns));
        if (rows.size() > ROWS_MAX || characters > CHARACTERS_MAX) {
            throw Code.TOO_LARGE.refuse("a query of a capability has more than " + ROWS_MAX + " rows or "
                    + CHARACTERS_MAX + " characters: read it in pages");
        }
    }

    public List<List<Object>> rows() {
        return Collections.unmodifiableList(rows);
    }

    private Object value(Object column) {
        if (column instanceof String text) {
            characters += text.length();
            return text;
        }
        if (column == null || column instanceof Long) {
            return column;
        }
        if (column instanceof Integer || column instanceof Short) {
            return ((Number) column).longValue();
        }
        if (column instanceof Boolean truth) { // a comparison, which SQLite computes as a number
            return truth ? 1L : 0L;
        }
        if (column instanceof Number sum && sum.doubleValue() == sum.longValue()) { // Postgres adds up longs so
            return sum.longValue();
        }
        throw Code.INTERNAL.refuse("a query of a capability has a column that is neither a text nor a whole number");
    }
}
