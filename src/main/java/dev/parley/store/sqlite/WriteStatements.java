package dev.parley.store.sqlite;

import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of the writer's connection, and the operations on a room that are made of them. Writer thread only.
 */
final class WriteStatements {
    private final RoomRows rooms;
    private final Journal journal;
    private final TurnRows turns;
    private final EffectRows effects;
    private final RetiredEvents retired;
    private final SessionRows sessions;

    WriteStatements(
            RoomRows rooms,
            Journal journal,
            TurnRows turns,
            EffectRows effects,
            RetiredEvents retired,
            SessionRows sessions) {
        this.rooms = rooms;
        this.journal = journal;
        this.turns = turns;
        this.effects = effects;
        this.retired = retired;
        this.sessions = sessions;
    }

    SessionRows sessions() {
        return sessions;
    }

    Claim claim(String room, String owner) throws SQLException {
        RoomRows.RoomRow row = rooms.get(room);
        Claim claim = new Claim(
                row.epoch() + 1,
                row.lastSeq(),
                turns.raiseAttempts(room),
                row.isOwnedByAnother(owner),
                row.options(),
                row.firstSeq(),
                row.exists());
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

    /** Memory is changed last, so that a commit that fails leaves no trace there. */
    Committed commit(Commit commit) throws SQLException {
        RoomRows.RoomRow row = rooms.get(commit.room());
        if (row.epoch() != commit.epoch() || row.epoch() == 0) {
            return new Committed.Fenced(row.epoch());
        }
        if (commit.cause() != null) {
            Committed.Duplicate earlier = journal.earlier(commit.room(), commit.cause());
            if (earlier != null) {
                return earlier;
            }
        }
        long first = row.lastSeq() + 1;
        if (commit.isPlain()) {
            JournalRow written = journal.write(commit, 0, first);
            row.appended(first);
            journal.add(written);
            return new Committed.Stored(first, first);
        }
        Committed obstacle = effects.obstacle(commit, row.firstSeq());
        return obstacle != null ? obstacle : commit(commit, row, first);
    }

    private Committed commit(Commit commit, RoomRows.RoomRow row, long first) throws SQLException {
        List<JournalRow> written = new ArrayList<>(commit.events().size());
        for (int n = 0; n < commit.events().size(); n++) {
            written.add(journal.write(commit, n, first + n));
        }
        long last = row.lastSeq() + written.size();
        long kept = kept(commit, row.firstSeq(), last);
        effects.write(commit, written.isEmpty() ? last : first, row.firstSeq(), kept);
        if (kept > row.firstSeq()) {
            retired.add(commit.room(), row.firstSeq());
        }
        row.appended(last);
        for (Effect effect : commit.effects()) {
            if (effect instanceof Effect.SetOptions set) {
                row.configured(set.options());
            } else if (effect instanceof Effect.DeleteRoom) {
                row.deleted();
            } else if (effect instanceof Effect.Retain && kept > row.firstSeq()) {
                row.retained(kept);
            }
        }
        written.forEach(journal::add);
        return new Committed.Stored(first, last);
    }

    /** From which event on the room keeps them after this commit. */
    private static long kept(Commit commit, long before, long last) {
        long kept = before;
        for (Effect effect : commit.effects()) {
            if (effect instanceof Effect.DeleteRoom) {
                kept = last + 1;
            } else if (effect instanceof Effect.Retain retain) {
                kept = Math.max(kept, Math.min(retain.first(), last + 1));
            }
        }
        return kept > 1 ? kept : before;
    }
}
