package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.NameRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What the journal holds and its rooms do not yet: of each room its newest events, without holes, in memory. The writer
 * thread changes it, any thread reads.
 *
 * <p>Who reads a room's history looks here first and at the rooms' table afterwards. An event goes in once it is committed
 * to the journal, before anybody hears of it, and goes out after the commit that moved it: whoever does not find it here
 * will find it there.
 */
final class UnmovedEvents {
    private volatile ConcurrentHashMap<String, List<JournalRow>> rooms = new ConcurrentHashMap<>();

    /** The newest events of a room, oldest first; what came before the first of them is in the rooms' table. */
    List<JournalRow> of(String room) {
        return rooms.getOrDefault(room, List.of());
    }

    /** Those of the rooms with a name in this range that have events here. */
    List<String> rooms(NameRange names) {
        return rooms.keySet().stream().filter(names::contains).toList();
    }

    /** The last event of a room that is here; 0 when there is none. */
    long lastSeq(String room) {
        List<JournalRow> rows = of(room);
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).event().seq();
    }

    /** The newest event with an id, whoever sent it. */
    Optional<Event> find(String room, String id, Predicate<Event> wanted) {
        List<JournalRow> rows = of(room);
        for (int i = rows.size() - 1; i >= 0; i--) {
            Event event = rows.get(i).event();
            if (event.id().equals(id) && wanted.test(event)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    /** These were committed, in this order. */
    void add(List<JournalRow> committed) {
        byRoom(committed).forEach((room, fresh) -> rooms.merge(room, fresh, UnmovedEvents::joined));
    }

    /** So many of a room's oldest are in the rooms' table now. */
    void removeFirst(String room, int count) {
        rooms.computeIfPresent(
                room, (name, rows) -> count >= rows.size() ? null : List.copyOf(rows.subList(count, rows.size())));
    }

    /** This is what the journal holds, whatever was believed before. */
    void replace(List<JournalRow> held) {
        rooms = new ConcurrentHashMap<>(byRoom(held));
    }

    private static Map<String, List<JournalRow>> byRoom(List<JournalRow> rows) {
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
