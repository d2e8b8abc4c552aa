package dev.parley.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table of a capability, as its migrations make it. It begins with the columns {@code room} (text) and {@code seq}
 * (number): the commit's room, and the {@code seq} of its first event, or the room's last where it has none.
 *
 * @param name letters, digits and {@code _}
 * @param key its primary key's columns, of which {@code room} is the first
 * @param columns those behind {@code room} and {@code seq}; each value is a text, a whole number or null
 */
public record Table(String name, List<String> key, List<String> columns) {
    private static final String ROOM = "room";
    private static final String SEQ = "seq";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public Table {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        Stream.of(List.of(name), key, columns).flatMap(List::stream).forEach(Table::check);
        Set<String> all = new HashSet<>(columns);
        require(
                all.size() == columns.size() && !all.contains(ROOM) && !all.contains(SEQ),
                "the columns of " + name + " must differ, and not be room or seq");
        require(!key.isEmpty() && key.get(0).equals(ROOM), "the key of " + name + " must begin with room");
        all.addAll(List.of(ROOM, SEQ));
        require(
                all.containsAll(key) && new HashSet<>(key).size() == key.size(),
                "the key of " + name + " must be columns of it, each once");
    }

    /** All its columns, in order. */
    public List<String> allColumns() {
        List<String> all = new ArrayList<>(List.of(ROOM, SEQ));
        all.addAll(columns);
        return List.copyOf(all);
    }

    /** A row as it is stored, from one value for each of {@link #columns}. */
    List<Object> row(List<Object> values) {
        return values(columns, values);
    }

    /** The values of these columns as they are stored: texts, {@link Long}s and null. */
    List<Object> values(List<String> of, List<Object> values) {
        require(
                of.size() == values.size(),
                () -> "a row of " + name + " has " + values.size() + " values for " + of.size() + " columns: " + of);
        require(
                of.stream().allMatch(column -> columns.contains(column) || column.equals(SEQ))
                        && new HashSet<>(of).size() == of.size(),
                () -> name + " has columns " + columns + ", not " + of);
        List<Object> stored = new ArrayList<>(values.size());
        values.forEach(value -> stored.add(stored(value)));
        return Collections.unmodifiableList(stored);
    }

    private Object stored(Object value) {
        if (value instanceof String text) {
            require(text.indexOf('\0') < 0, () -> "a text of " + name + " has a NUL character, which no store takes");
            return text;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        require(
                value == null || value instanceof Long,
                () -> "a value of " + name + " must be a text, a whole number or null, not a "
                        + value.getClass().getSimpleName());
        return value;
    }

    private static void check(String name) {
        require(NAME.matcher(name).matches(), "not a name of a table or column: " + name);
    }

    private static void require(boolean condition, String otherwise) {
        require(condition, () -> otherwise);
    }

    private static void require(boolean condition, Supplier<String> otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise.get());
        }
    }
}
