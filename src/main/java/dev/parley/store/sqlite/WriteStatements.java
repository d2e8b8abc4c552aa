package dev.parley.store.sqlite;

import dev.parley.model.RoomOptions;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Claim;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The statements of the writer's connection, and the operations on a room that are made of them. Writer thread only.
 */
final class WriteStatements {
    private final RoomRows rooms;
    private final Journal journal;
    private final TurnRows turns;
    private final SessionRows sessions;

    WriteStatements(RoomRows rooms, Journal journal, TurnRows turns, SessionRows sessions) {
        this.rooms = rooms;
        this.journal = journal;
        this.turns = turns;
        this.sessions = sessions;
    }

    TurnRows turns() {
        return turns;
    }

    SessionRows sessions() {
        return sessions;
    }

    Claim claim(String room, String owner) throws SQLException {
        RoomRows.RoomRow row = rooms.get(room);
        Claim claim = new Claim(
                row.epoch() + 1, row.lastSeq(), turns.raiseAttempts(room), row.isOwnedByAnother(owner), row.options());
        row.claimed(claim.epoch(), owner);
        return claim;
    }

    Void release(String room, long epoch) throws SQLException {
        RoomRows.RoomRow row = rooms.get(room);
        if (row.epoch() == epoch) {
            row.released();
        }
        return null;
    }

    boolean configure(String room, long epoch, RoomOptions options) throws SQLException {
        RoomRows.RoomRow row = rooms.get(room);
        if (row.epoch() != epoch || row.epoch() == 0) {
            return false;
        }
        row.configured(options);
        return true;
    }

    Appended append(Append append) throws SQLException {
        RoomRows.RoomRow row = rooms.get(append.room());
        if (row.epoch() != append.epoch() || row.epoch() == 0) {
            return new Appended.Fenced(row.epoch());
        }
        Optional<Appended> earlier = journal.earlier(append);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (append.ends() != null
                && !turns.isRunning(append.room(), append.ends().turn())) {
            return new Appended.TurnOver();
        }
        long seq = row.lastSeq() + 1;
        JournalRow written = journal.write(append, seq);
        if (append.ends() != null) {
            turns.end(append.ends(), seq, append.ts());
        }
        for (var turn : append.starts()) {
            turns.start(append.room(), turn, seq, append.ts());
        }
        row.appended(seq);
        journal.add(written);
        return new Appended.Stored(seq);
    }
}
