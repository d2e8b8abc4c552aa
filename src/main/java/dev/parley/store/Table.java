package dev.parley.store;

import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public Table {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        Stream.of(List.of(name), key, columns).flatMap(List::stream).forEach(Table::check);
        if (key.isEmpty() || !key.get(0).equals("room")) {
            throw new IllegalArgumentException("the key of " + name + " must begin with room");
        }
    }

    /** All its columns, in order. */
    public List<String> allColumns() {
        List<String> all = new ArrayList<>(List.of("room", "seq"));
        all.addAll(columns);
        return List.copyOf(all);
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a table or column: " + name);
        }
    }
}
