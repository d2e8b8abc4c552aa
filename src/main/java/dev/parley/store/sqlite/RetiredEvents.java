package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Erases what rooms do not keep any more, the events below their {@code first_seq}, a chunk a transaction: first all
 * texts, then rows that are old enough. The table {@code retired} says what is left to do, so that it goes on after a
 * crash. Writer thread only.
 *
 * <p>A row is not removed while the journal has it: a restart would read it back, and move it again.
 */
final class RetiredEvents {
    /** Most events in a transaction, and rooms counted as one. */
    static final int CHUNK = 200;
    /** From an event's time on its id is remembered so long, so that a resend is told. */
    static final Duration REMEMBERED = Duration.ofHours(24);
    /** Until rows are looked at again that were still in the journal. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final LongSupplier clock;
    private final RoomRows rooms;
    private final Journal journal;
    private final StoredEvents events;
    private final TurnRows turns;
    private final PreparedStatement add;
    private final PreparedStatement due;
    private final PreparedStatement scrubbed;
    private final PreparedStatement proceed;
    private final PreparedStatement defer;
    private final PreparedStatement done;
    private final PreparedStatement scrub;
    private final PreparedStatement oldest;
    private final PreparedStatement edits;
    /** What goes with the texts of a room's events in a range. */
    private final List<PreparedStatement> withTexts;
    /** What goes with the rows of a room's events in a range. */
    private final List<PreparedStatement> withRows;

    /** Whether there is more to do than the table said when it was looked at last. */
    private boolean hasNew = true;

    /** {@code clock} tells milliseconds since the epoch. */
    RetiredEvents(
            Connection connection,
            LongSupplier clock,
            RoomRows rooms,
            Journal journal,
            StoredEvents events,
            TurnRows turns)
            throws SQLException {
        this.clock = clock;
        this.rooms = rooms;
        this.journal = journal;
        this.events = events;
        this.turns = turns;
        add = connection.prepareStatement(
                """
                INSERT INTO retired (room, scrubbed, due_at) VALUES (?, ?, 0)
                ON CONFLICT (room) DO UPDATE SET due_at = 0""");
        due = connection.prepareStatement("SELECT room FROM retired WHERE due_at <= ? ORDER BY due_at LIMIT 1");
        scrubbed = connection.prepareStatement("SELECT scrubbed FROM retired WHERE room = ?");
        proceed = connection.prepareStatement("UPDATE retired SET scrubbed = ? WHERE room = ?");
        defer = connection.prepareStatement("UPDATE retired SET due_at = ? WHERE room = ?");
        done = connection.prepareStatement("DELETE FROM retired WHERE room = ?");
        scrub = connection.prepareStatement(
                "UPDATE events SET from_name = '', body = ? WHERE room = ? AND seq >= ? AND seq < ?");
        oldest = connection.prepareStatement(
                "SELECT seq, ts FROM events WHERE room = ? AND seq >= ? AND seq < ? ORDER BY seq LIMIT " + CHUNK);
        edits = connection.prepareStatement("SELECT seq FROM edits WHERE room = ? AND target >= ? AND target < ?");
        withTexts = List.of(
                connection.prepareStatement("DELETE FROM reactions WHERE room = ? AND target >= ? AND target < ?"),
                connection.prepareStatement(
                        "DELETE FROM reaction_counts WHERE room = ? AND target >= ? AND target < ?"),
                connection.prepareStatement("DELETE FROM deletions WHERE room = ? AND target >= ? AND target < ?"),
                connection.prepareStatement("DELETE FROM state_changes WHERE room = ? AND seq >= ? AND seq < ?"));
        withRows = List.of(
                connection.prepareStatement("DELETE FROM edits WHERE room = ? AND target >= ? AND target < ?"),
                connection.prepareStatement("DELETE FROM events WHERE room = ? AND seq >= ? AND seq < ?"),
                connection.prepareStatement( // the last one stays, from which others are counted on
                        """
                        DELETE FROM messages WHERE room = ?1 AND seq >= ?2 AND seq < ?3
                          AND seq < (SELECT max(seq) FROM messages WHERE room = ?1)"""));
    }

    /** A room will keep less than from {@code before} on. */
    void add(String room, long before) throws SQLException {
        add.setString(1, room);
        add.setLong(2, Math.max(1, before));
        add.executeUpdate();
        hasNew = true;
    }

    /** Whether rooms were added since it was last asked. */
    boolean takeNew() {
        boolean was = hasNew;
        hasNew = false;
        return was;
    }

    /** Does a chunk of what is due; whether there may be more. */
    boolean next() throws SQLException {
        long now = clock.getAsLong();
        int left = CHUNK;
        while (left > 0) {
            String room;
            due.setLong(1, now);
            try (ResultSet row = due.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                room = row.getString(1);
            }
            left -= 1 + erase(room, left, now);
        }
        return true;
    }

    /** Does a chunk of a room; whether it has texts left that are to be erased. */
    boolean erase(String room) throws SQLException {
        int unused = erase(room, CHUNK, clock.getAsLong());
        long from = scrubbed(room);
        return from > 0 && from < rooms.get(room).firstSeq();
    }

    /** Texts before rows; how many events it was about. */
    private int erase(String room, int most, long now) throws SQLException {
        long from = scrubbed(room);
        if (from == 0) {
            return 0;
        }
        long first = rooms.get(room).firstSeq();
        if (from >= first) {
            return removeOld(room, first, now);
        }
        long to = Math.min(first, from + most);
        scrub(room, from, to, now);
        proceed.setLong(1, to);
        proceed.setString(2, room);
        proceed.executeUpdate();
        return (int) (to - from);
    }

    /** Where texts may begin; 0 when nothing is to be done in a room. */
    private long scrubbed(String room) throws SQLException {
        scrubbed.setString(1, room);
        try (ResultSet row = scrubbed.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void scrub(String room, long from, long to, long now) throws SQLException {
        long end = old(room, from, Math.min(to, journal.firstSeq(room)), now).end();
        removeRows(room, from, end);
        scrub.setString(1, JournalRow.SCRUBBED);
        scrub.setString(2, room);
        scrub.setLong(3, end);
        scrub.setLong(4, to);
        scrub.executeUpdate();
        journal.scrub(room, from, to);
        turns.scrub(room, from, to);
        inRange(withTexts, room, from, to);
    }

    /** From the oldest on, up to one whose id is still to be remembered; how many. */
    private int removeOld(String room, long first, long now) throws SQLException {
        long notFrom = journal.firstSeq(room);
        Old old = old(room, 0, Math.min(first, notFrom), now);
        removeRows(room, 0, old.end());
        if (old.count() < CHUNK) {
            plan(room, old.nextAt() == 0 && notFrom < first ? now + LOOK_AGAIN.toMillis() : old.nextAt());
        }
        return old.count();
    }

    /**
     * The first events of a range that need not be remembered.
     *
     * @param end they are below it
     * @param nextAt when the one behind them needs not be any more, in ms since the epoch; 0 when there is none
     */
    private record Old(long end, int count, long nextAt) {}

    private Old old(String room, long from, long to, long now) throws SQLException {
        set(oldest, room, from, to);
        long end = from;
        int count = 0;
        try (ResultSet row = oldest.executeQuery()) {
            while (row.next()) {
                long forgetAt = row.getLong(2) + REMEMBERED.toMillis();
                if (forgetAt > now) {
                    return new Old(end, count, forgetAt);
                }
                end = row.getLong(1) + 1;
                count++;
            }
        }
        return new Old(end, count, 0);
    }

    /** Digests of texts that replaced what was in them go as well. */
    private void removeRows(String room, long from, long to) throws SQLException {
        if (from == to) {
            return;
        }
        for (long edit : editsOf(room, from, to)) {
            JournalRow event = events.find(room, edit);
            if (event != null && event.digest() != null) {
                events.rewrite(event.withoutDigest());
            }
        }
        inRange(withRows, room, from, to);
    }

    private List<Long> editsOf(String room, long from, long to) throws SQLException {
        set(edits, room, from, to);
        List<Long> found = new ArrayList<>();
        try (ResultSet row = edits.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }

    private static void inRange(List<PreparedStatement> statements, String room, long from, long to)
            throws SQLException {
        for (PreparedStatement each : statements) {
            set(each, room, from, to);
            each.executeUpdate();
        }
    }

    /** When there is something to do next; 0 for never. */
    private void plan(String room, long at) throws SQLException {
        if (at == 0) {
            done.setString(1, room);
            done.executeUpdate();
        } else {
            defer.setLong(1, at);
            defer.setString(2, room);
            defer.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, String room, long from, long to) throws SQLException {
        statement.setString(1, room);
        statement.setLong(2, from);
        statement.setLong(3, to);
    }
}
