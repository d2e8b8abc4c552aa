package dev.parley.store.sqlite;

import dev.parley.model.NameRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest events of each room in memory, without holes: those that the journal has and {@code events} has not yet.
 * The writer thread changes it, any thread reads; bounded by the journal's limit.
 *
 * <p>A reader of a room's history reads here first and from {@code events} afterwards. An event is added once it is
 * committed to the journal, before its caller gets a reply, and removed after the commit that moved it: a reader that
 * does not find it here finds it there.
 */
final class UnmovedEvents {
    private volatile ConcurrentHashMap<String, List<JournalRow>> rooms = new ConcurrentHashMap<>();

    /** The newest events of a room, oldest first; the events before the first of them are in {@code events}. */
    List<JournalRow> of(String room) {
        return rooms.getOrDefault(room, List.of());
    }

    /** Those of the rooms with a name in this range, by name. */
    SortedMap<String, List<JournalRow>> of(NameRange names) {
        SortedMap<String, List<JournalRow>> found = new TreeMap<>();
        rooms.forEach((room, rows) -> {
            if (names.contains(room)) {
                found.put(room, rows);
            }
        });
        return found;
    }

    /** The last event of a room that is here; 0 when there is none. */
    long lastSeq(String room) {
        List<JournalRow> rows = of(room);
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).event().seq();
    }

    /** Adds rows that were committed, in this order. */
    void add(List<JournalRow> committed) {
        byRoom(committed).forEach((room, fresh) -> rooms.merge(room, fresh, UnmovedEvents::joined));
    }

    /** Replaces rows by what was made of them; those that are not here are left out. */
    void amend(Collection<JournalRow> changed) {
        byRoom(changed).forEach((room, mine) -> rooms.computeIfPresent(room, (name, rows) -> amended(rows, mine)));
    }

    /** A new list, as in {@link #joined}. */
    private static List<JournalRow> amended(List<JournalRow> rows, List<JournalRow> changed) {
        List<JournalRow> all = new ArrayList<>(rows);
        for (JournalRow row : changed) {
            int index = index(rows, row.event().seq());
            if (index >= 0) {
                all.set(index, row);
            }
        }
        return all;
    }

    /** Where a number is among a room's events, which have no holes; -1 when it is not there. */
    static int index(List<JournalRow> rows, long seq) {
        long first = rows.isEmpty() ? Long.MAX_VALUE : rows.get(0).event().seq();
        return seq >= first && seq - first < rows.size() ? (int) (seq - first) : -1;
    }

    /** Removes so many of a room's oldest, which were moved. */
    void removeFirst(String room, int count) {
        rooms.computeIfPresent(
                room, (name, rows) -> count >= rows.size() ? null : List.copyOf(rows.subList(count, rows.size())));
    }

    /** Replaces everything by the rows of the journal. */
    void replace(List<JournalRow> journal) {
        rooms = new ConcurrentHashMap<>(byRoom(journal));
    }

    private static Map<String, List<JournalRow>> byRoom(Collection<JournalRow> rows) {
        Map<String, List<JournalRow>> found = new HashMap<>();
        for (JournalRow row : rows) {
            found.computeIfAbsent(row.event().room(), room -> new ArrayList<>()).add(row);
        }
        return found;
    }

    /** A new list: readers may be in the middle of the old one. */
    private static List<JournalRow> joined(List<JournalRow> before, List<JournalRow> fresh) {
        List<JournalRow> all = new ArrayList<>(before.size() + fresh.size());
        all.addAll(before);
        all.addAll(fresh);
        return all;
    }
}
