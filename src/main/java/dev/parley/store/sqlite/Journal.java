package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends events to one table in the order of commits, so that a commit writes a few pages, however many rooms it is
 * about. Later commits move a room's events together to {@code events}, where each room has its own pages, which writes
 * such a page once for many events. Writer thread only.
 *
 * <pre>
 * write ──▶ add ──commit──▶ UnmovedEvents (readers see it) ──over the limit──▶ moveExcess ──commit──▶ events
 * </pre>
 *
 * <p>A row is deleted here once it and everything before it was moved, from the front, so that whole pages become free.
 * Until then an event may stand in both tables: moving it again does nothing.
 */
final class Journal {
    /** Moved at least, when something is to be moved: less is not worth the pages. */
    private static final int MOVE_MIN = 256;
    /** Deleted at once, from the front. */
    private static final int DELETE_MIN = 512;

    private final UnmovedEvents unmovedEvents;
    private final long bytesMax;
    private final EventRows events;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement update;
    private final PreparedStatement updateMoved;
    private final PreparedStatement scrub;
    private final PreparedStatement scrubMoved;
    private final PreparedStatement firstMoved;
    private final JournalIndex index = new JournalIndex();
    private long nextN = 1;
    /** Everything up to this row was moved. */
    private long movedTo;

    private long deletedTo;

    /** What this transaction wrote. */
    private final List<JournalRow> written = new ArrayList<>();
    /** What this transaction made of events that were not moved. */
    private final Map<Place, JournalRow> amended = new LinkedHashMap<>();

    private boolean hasRewritten;
    /** How many of a room's oldest this transaction moved. */
    private final Map<String, Integer> moved = new HashMap<>();

    /** Goes on from what is in the journal: of an earlier process, or of a transaction whose outcome is not known. */
    Journal(Connection connection, UnmovedEvents unmovedEvents, long bytesMax) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        this.bytesMax = bytesMax;
        events = new EventRows(connection);
        insert = connection.prepareStatement(
                """
                INSERT INTO journal (n, room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        delete = connection.prepareStatement("DELETE FROM journal WHERE n <= ?");
        update = connection.prepareStatement(
                "UPDATE journal SET body = ?, digest = ? WHERE n = ? AND room = ? AND seq = ?");
        updateMoved = connection.prepareStatement(
                "UPDATE journal SET body = ?, digest = ? WHERE n <= ? AND room = ? AND seq = ?");
        scrub = connection.prepareStatement(
                "UPDATE journal SET from_name = '', body = ? WHERE n IN (SELECT value FROM json_each(?))");
        scrubMoved = connection.prepareStatement(
                "UPDATE journal SET from_name = '', body = ? WHERE n <= ? AND room = ? AND seq >= ? AND seq < ?");
        firstMoved = connection.prepareStatement("SELECT min(seq) FROM journal WHERE n <= ? AND room = ?");
        List<JournalRow> found = read(connection);
        found.forEach(index::add);
        if (!found.isEmpty()) {
            movedTo = found.get(0).n() - 1;
            nextN = found.get(found.size() - 1).n() + 1;
        }
        deletedTo = movedTo;
        unmovedEvents.replace(found);
    }

    private static List<JournalRow> read(Connection connection) throws SQLException {
        List<JournalRow> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT " + EventRows.EVENT + ", room, n, client_id, digest FROM journal ORDER BY n")) {
            while (row.next()) {
                Event event = EventRows.event(row.getString("room"), row);
                found.add(
                        new JournalRow(row.getLong("n"), event, row.getInt("client_id") == 1, row.getString("digest")));
            }
        }
        return found;
    }

    /** An event as this transaction sees it; null when it was moved, or is not there. */
    JournalRow find(String room, long seq) {
        JournalRow changed = amended.get(new Place(room, seq));
        return changed != null ? changed : findBefore(room, seq);
    }

    /** The same without what this transaction has changed of it. */
    private JournalRow findBefore(String room, long seq) {
        List<JournalRow> rows = unmovedEvents.of(room);
        int at = UnmovedEvents.index(rows, seq);
        if (at >= 0) {
            return rows.get(at);
        }
        for (JournalRow row : written) {
            if (row.event().seq() == seq && row.event().room().equals(room)) {
                return row;
            }
        }
        return null;
    }

    /** Writes an event anew, one that was moved too; readers see it once the transaction is committed. */
    void rewrite(JournalRow changed) throws SQLException {
        boolean isUnmoved = changed.n() != JournalRow.MOVED;
        long n = isUnmoved ? changed.n() : index.placeOf(changed.event());
        if (n != JournalRow.MOVED) {
            rewrite(update, changed, n);
        } else if (movedTo > deletedTo) {
            rewrite(updateMoved, changed, movedTo);
        }
        if (isUnmoved) {
            amended.put(Place.of(changed), changed);
        }
        hasRewritten = true;
    }

    private static void rewrite(PreparedStatement update, JournalRow changed, long n) throws SQLException {
        update.setString(1, changed.event().body());
        update.setString(2, changed.digest());
        update.setLong(3, n);
        update.setString(4, changed.event().room());
        update.setLong(5, changed.event().seq());
        update.executeUpdate();
    }

    /** Leaves ids and digests of a room's events from {@code from} up to, but without, {@code to}. */
    void scrub(String room, long from, long to) throws SQLException {
        if (movedTo > deletedTo) {
            scrubMoved.setString(1, JournalRow.SCRUBBED);
            scrubMoved.setLong(2, movedTo);
            scrubMoved.setString(3, room);
            scrubMoved.setLong(4, from);
            scrubMoved.setLong(5, to);
            scrubMoved.executeUpdate();
        }
        List<JournalRow> rows = index.of(room).stream()
                .filter(row -> row.event().seq() >= from && row.event().seq() < to)
                .toList();
        if (!rows.isEmpty()) {
            scrub.setString(1, JournalRow.SCRUBBED);
            scrub.setString(2, JournalRow.numbers(rows));
            scrub.executeUpdate();
        }
        for (JournalRow row : unmovedEvents.of(room)) {
            if (row.event().seq() >= from && row.event().seq() < to) {
                amended.put(Place.of(row), row.scrubbed());
            }
        }
        hasRewritten = true;
    }

    /**
     * The first of a room's events that a restart would read back from here, moved or not; {@link Long#MAX_VALUE} for
     * none.
     */
    long firstSeq(String room) throws SQLException {
        long first = index.of(room).stream()
                .mapToLong(row -> row.event().seq())
                .min()
                .orElse(Long.MAX_VALUE);
        if (movedTo > deletedTo) {
            firstMoved.setLong(1, movedTo);
            firstMoved.setString(2, room);
            try (ResultSet row = firstMoved.executeQuery()) {
                long moved = row.getLong(1); // min of nothing is null, which reads as 0
                first = moved == 0 ? first : Math.min(first, moved);
            }
        }
        return first;
    }

    /** Whether texts were replaced since it was last asked: the file's write-ahead log has them still. */
    boolean takeRewritten() {
        boolean was = hasRewritten;
        hasRewritten = false;
        return was;
    }

    /** What the sender of a commit stored under its id before; null when there is nothing. */
    Committed.Duplicate earlier(String room, Commit.Cause cause) throws SQLException {
        JournalRow found = index.find(room, cause);
        return found != null ? found.asEarlier(cause.digest()) : events.earlier(room, cause);
    }

    /** Writes the nth event of a commit; the first is stored under the commit's cause. */
    JournalRow write(Commit commit, int nth, long seq) throws SQLException {
        Commit.NewEvent event = commit.events().get(nth);
        boolean clientId = nth == 0 && commit.cause() != null;
        String digest = clientId ? commit.cause().digest() : null;
        long n = nextN++;
        insert.setLong(1, n);
        insert.setString(2, commit.room());
        insert.setLong(3, seq);
        insert.setLong(4, commit.ts());
        insert.setString(5, event.type());
        insert.setString(6, event.id());
        insert.setInt(7, clientId ? 1 : 0);
        insert.setString(8, event.from().id());
        insert.setString(9, event.from().name());
        insert.setString(10, event.from().storedKind());
        insert.setString(11, digest);
        insert.setString(12, event.body());
        insert.executeUpdate();
        return new JournalRow(n, event.at(commit.room(), seq, commit.ts()), clientId, digest);
    }

    /**
     * Takes a written event in; called once all that belongs to it is written, so that what fails leaves no trace here.
     */
    void add(JournalRow row) {
        written.add(row);
        index.add(row);
    }

    /**
     * The transaction ends: while the journal is over its limit, moves twice as much as was written, at least a few
     * pages.
     */
    void moveExcess() throws SQLException {
        move(bytesMax, Math.max(MOVE_MIN, 2 * written.size()));
        if (movedTo - deletedTo >= DELETE_MIN) {
            delete(movedTo);
        }
    }

    /** Moves everything; in a transaction that writes nothing else. */
    void moveAll() throws SQLException {
        move(0, Integer.MAX_VALUE);
        delete(nextN - 1);
    }

    /** The oldest first, with all of its room that follow: they share pages there. */
    private void move(long bytesLeft, int most) throws SQLException {
        long left = index.bytes();
        int budget = most;
        Iterator<JournalRow> oldest = index.oldestFirst();
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
        applyAmended();
        unmovedEvents.add(written);
        written.clear();
        moved.forEach((room, count) -> {
            unmovedEvents.of(room).subList(0, count).forEach(index::moved);
            unmovedEvents.removeFirst(room, count);
        });
        moved.clear();
        for (JournalRow row = index.oldest(); row != null && isMoved(row); row = index.oldest()) {
            movedTo = row.n();
            index.removeOldest();
        }
    }

    private void applyAmended() {
        if (amended.isEmpty()) {
            return;
        }
        for (JournalRow row : amended.values()) {
            index.amended(findBefore(row.event().room(), row.event().seq()), row);
        }
        written.replaceAll(row -> amended.getOrDefault(Place.of(row), row));
        unmovedEvents.amend(amended.values());
        amended.clear();
    }

    private boolean isMoved(JournalRow row) {
        List<JournalRow> rows = unmovedEvents.of(row.event().room());
        return rows.isEmpty() || rows.get(0).n() > row.n();
    }

    /** Nothing of the transaction happened. */
    void rolledBack() {
        written.forEach(row -> index.removeNewest());
        written.clear();
        moved.clear();
        amended.clear();
    }

    /** An event's room and number. */
    private record Place(String room, long seq) {
        static Place of(JournalRow row) {
            return new Place(row.event().room(), row.event().seq());
        }
    }
}
