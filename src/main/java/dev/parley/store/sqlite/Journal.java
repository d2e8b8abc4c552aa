package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where events are appended: one table in the order of commits, so a commit writes a few pages, however many rooms it is
 * about. They move to {@code events}, where each room has its own pages, later and a room's together, which writes such a page
 * once for many events. Writer thread only.
 *
 * <pre>
 * write ──▶ keep ──commit──▶ Tail (readers see it) ──over its limit──▶ settle ──commit──▶ events
 * </pre>
 *
 * <p>What was moved is deleted here once everything before it was moved as well, from the front, so that whole pages go.
 * Until then an event may stand in both tables: moving it again does nothing.
 */
final class Journal {
    /** Moved at least, when something is to be moved: less is not worth the pages. */
    private static final int MOVE_MIN = 256;
    /** Deleted at once, from the front. */
    private static final int DELETE_MIN = 512;

    private record Key(String room, String id, String from) {}

    private final UnmovedEvents unmovedEvents;
    private final long bytesMax;
    private final EventRows events;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    /** In the order of the journal, from the oldest that was not moved on; between them some that were. */
    private final Deque<JournalRow> order = new ArrayDeque<>();

    private final Map<Key, JournalRow> byClientId = new HashMap<>();
    private long bytes;
    private long nextN = 1;
    /** Up to here everything was moved. */
    private long movedTo;

    private long deletedTo;

    /** What this transaction wrote. */
    private final List<JournalRow> written = new ArrayList<>();
    /** How many of a room's oldest this transaction moved. */
    private final Map<String, Integer> moved = new HashMap<>();

    /** Goes on from what a process, or a transaction of which nothing is known, left in the journal. */
    Journal(Connection connection, UnmovedEvents unmovedEvents, long bytesMax) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        this.bytesMax = bytesMax;
        events = new EventRows(connection);
        insert = connection.prepareStatement(
                """
                INSERT INTO journal (n, room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        delete = connection.prepareStatement("DELETE FROM journal WHERE n <= ?");
        List<JournalRow> held = read(connection);
        held.forEach(this::hold);
        movedTo = held.isEmpty() ? 0 : held.get(0).n() - 1;
        deletedTo = movedTo;
        unmovedEvents.replace(held);
    }

    private static List<JournalRow> read(Connection connection) throws SQLException {
        List<JournalRow> held = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT " + EventRows.EVENT + ", room, n, client_id, digest" + " FROM journal ORDER BY n")) {
            while (row.next()) {
                Event event = EventRows.event(row.getString("room"), row);
                held.add(
                        new JournalRow(row.getLong("n"), event, row.getInt("client_id") == 1, row.getString("digest")));
            }
        }
        return held;
    }

    private void hold(JournalRow row) {
        order.add(row);
        bytes += row.bytes();
        nextN = row.n() + 1;
        if (row.clientId()) {
            byClientId.put(key(row), row);
        }
    }

    private void release(JournalRow row) {
        bytes -= row.bytes();
        if (row.clientId()) {
            byClientId.remove(key(row));
        }
    }

    private static Key key(JournalRow row) {
        Event event = row.event();
        return new Key(event.room(), event.id(), event.from().id());
    }

    /** What its sender stored under this id before. */
    Optional<Appended> earlier(Append append) throws SQLException {
        if (!append.clientId()) {
            return Optional.empty();
        }
        JournalRow held =
                byClientId.get(new Key(append.room(), append.id(), append.from().id()));
        return held != null ? Optional.of(held.asEarlier(append.digest())) : events.earlier(append);
    }

    /** Writes an event. */
    JournalRow write(Append append, long seq) throws SQLException {
        long n = nextN++;
        insert.setLong(1, n);
        insert.setString(2, append.room());
        insert.setLong(3, seq);
        insert.setLong(4, append.ts());
        insert.setString(5, append.type().text());
        insert.setString(6, append.id());
        insert.setInt(7, append.clientId() ? 1 : 0);
        insert.setString(8, append.from().id());
        insert.setString(9, append.from().name());
        insert.setString(10, append.from().storedKind());
        insert.setString(11, append.digest());
        insert.setString(12, append.body());
        insert.executeUpdate();
        Event event =
                new Event(append.room(), seq, append.ts(), append.type(), append.id(), append.from(), append.body());
        return new JournalRow(n, event, append.clientId(), append.digest());
    }

    /** All that belongs to a written event went well; called last, so that what fails leaves no trace here. */
    void add(JournalRow row) {
        written.add(row);
        hold(row);
    }

    /** The transaction ends: while the journal is over its limit, moves as much as was written, and more. */
    void moveExcess() throws SQLException {
        move(bytesMax, Math.max(MOVE_MIN, 2 * written.size()));
        if (movedTo - deletedTo >= DELETE_MIN) {
            delete(movedTo);
        }
    }

    /** Moves everything. Of committed events; the transaction holds nothing else. */
    void moveAll() throws SQLException {
        move(0, Integer.MAX_VALUE);
        delete(nextN - 1);
    }

    /** The oldest first, with all of its room that follow: they share pages there. */
    private void move(long bytesLeft, int most) throws SQLException {
        long left = bytes;
        int budget = most;
        Iterator<JournalRow> oldest = order.iterator();
        while (left > bytesLeft && budget > 0 && oldest.hasNext()) {
            JournalRow first = oldest.next();
            List<JournalRow> rows = unmovedEvents.of(first.event().room());
            int from = moved.getOrDefault(first.event().room(), 0);
            if (from == rows.size() || rows.get(from).n() != first.n()) {
                continue; // moved before, or not committed yet
            }
            int to = Math.min(rows.size(), from + budget);
            List<JournalRow> next = rows.subList(from, to);
            events.move(next);
            left -= next.stream().mapToLong(JournalRow::bytes).sum();
            moved.put(first.event().room(), to);
            budget -= to - from;
        }
    }

    private void delete(long upTo) throws SQLException {
        delete.setLong(1, upTo);
        delete.executeUpdate();
        deletedTo = upTo;
    }

    /** The transaction is durable. */
    void committed() {
        unmovedEvents.add(written);
        written.clear();
        moved.forEach((room, count) -> {
            unmovedEvents.of(room).subList(0, count).forEach(this::release);
            unmovedEvents.removeFirst(room, count);
        });
        moved.clear();
        while (!order.isEmpty() && isMoved(order.peek())) {
            movedTo = order.poll().n();
        }
    }

    private boolean isMoved(JournalRow row) {
        List<JournalRow> rows = unmovedEvents.of(row.event().room());
        return rows.isEmpty() || rows.get(0).n() > row.n();
    }

    /** Nothing of the transaction happened. */
    void rolledBack() {
        for (JournalRow row : written) {
            order.removeLast();
            release(row);
        }
        written.clear();
        moved.clear();
    }
}
