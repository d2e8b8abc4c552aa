package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.store.Commit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The rows of the journal in memory: in order, by their senders' ids, and how many bytes they take. Writer thread only;
 * bounded by the journal's limit.
 */
final class JournalIndex {
    private record Key(String room, String id, String from) {}

    /** From the oldest that was not moved; between them some that were. */
    private final Deque<JournalRow> order = new ArrayDeque<>();

    private final Map<Key, JournalRow> byClientId = new HashMap<>();
    private long bytes;

    /** How much memory the rows take that were not moved, about. */
    long bytes() {
        return bytes;
    }

    /** From the oldest on. */
    Iterator<JournalRow> oldestFirst() {
        return order.iterator();
    }

    /** Those of a room: all that were not moved, and some that were. */
    List<JournalRow> of(String room) {
        return order.stream().filter(row -> row.event().room().equals(room)).toList();
    }

    /** The oldest row; null when there is none. */
    JournalRow oldest() {
        return order.peek();
    }

    /** The row that its sender wrote under this id; null when there is none here. */
    JournalRow find(String room, Commit.Cause cause) {
        return byClientId.get(new Key(room, cause.id(), cause.from()));
    }

    void add(JournalRow row) {
        order.add(row);
        bytes += row.bytes();
        if (row.clientId()) {
            byClientId.put(key(row), row);
        }
    }

    /** A row was changed; {@link #order} goes on with the old one, of which it uses the place alone. */
    void amended(JournalRow before, JournalRow row) {
        bytes += row.bytes() - before.bytes();
        if (row.clientId()) {
            byClientId.put(key(row), row);
        }
    }

    /** The place of an event that was moved ahead of others which were not; {@link JournalRow#MOVED} if it has none. */
    long placeOf(Event event) {
        for (JournalRow row : order) {
            if (row.event().seq() == event.seq() && row.event().room().equals(event.room())) {
                return row.n();
            }
        }
        return JournalRow.MOVED;
    }

    /** A row was moved: it is found in its room's table from now on. */
    void moved(JournalRow row) {
        bytes -= row.bytes();
        if (row.clientId()) {
            byClientId.remove(key(row));
        }
    }

    /** Drops the oldest row, which was moved. */
    void removeOldest() {
        order.remove();
    }

    /** Takes the newest row back: its transaction was rolled back. */
    void removeNewest() {
        moved(order.removeLast());
    }

    private static Key key(JournalRow row) {
        Event event = row.event();
        return new Key(event.room(), event.id(), event.from().id());
    }
}
