package dev.parley.store.sqlite;

import dev.parley.model.Code;
import dev.parley.model.Turn;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import java.sql.SQLException;

/**
 * The effects of a commit in the writer's transaction, but for what a room's row has: its options, and from which event
 * on they are kept. Writer thread only.
 */
final class EffectRows {
    private final TurnRows turns;
    private final TableRows tables;
    private final StateRows states;
    private final AmendmentRows amendments;

    EffectRows(TurnRows turns, TableRows tables, StateRows states, AmendmentRows amendments) {
        this.turns = turns;
        this.states = states;
        this.tables = tables;
        this.amendments = amendments;
    }

    /**
     * Why the effects cannot be written to a room that keeps events from {@code first} on, or that nothing would
     * change; null when they can.
     */
    Committed obstacle(Commit commit, long first) throws SQLException {
        for (Effect effect : commit.effects()) {
            Committed obstacle = obstacle(commit.room(), first, effect);
            if (obstacle != null) {
                return obstacle;
            }
        }
        return null;
    }

    private Committed obstacle(String room, long first, Effect effect) throws SQLException {
        if (effect instanceof Effect.EndTurn end) {
            return unlessRunning(end.end().turn());
        }
        if (effect instanceof Effect.StoreProgress progress) {
            return unlessRunning(progress.turn());
        }
        return effect instanceof Effect.Amendment amendment ? amendments.obstacle(room, first, amendment) : null;
    }

    private Committed unlessRunning(Turn turn) throws SQLException {
        return turns.isRunning(turn) ? null : new Committed.Refused(Code.NOT_FOUND);
    }

    /**
     * Writes them; {@code seq} is the first event's, or the room's last. The room kept events from {@code before} on,
     * and keeps them from {@code kept} on.
     */
    void write(Commit commit, long seq, long before, long kept) throws SQLException {
        for (Effect effect : commit.effects()) {
            if (effect instanceof Effect.StartTurn start) {
                turns.start(start.turn(), seq, commit.ts());
            } else if (effect instanceof Effect.EndTurn end) {
                turns.end(end.end(), seq, commit.ts(), kept);
            } else if (effect instanceof Effect.StoreProgress progress) {
                turns.storeProgress(progress.turn(), progress.next(), progress.progress());
            } else if (effect instanceof Effect.PutRows put) {
                tables.put(commit.room(), seq, put);
            } else if (effect instanceof Effect.DeleteRows delete) {
                tables.delete(commit.room(), delete);
            } else if (effect instanceof Effect.Amendment amendment) {
                amendments.write(commit, amendment, seq);
            } else if (effect instanceof Effect.Retain retain && kept > before && retain.snapshot() != null) {
                states.putSnapshot(commit.room(), seq, retain.snapshot());
            } else if (effect instanceof Effect.DeleteRoom) {
                states.forgetSnapshot(commit.room());
                turns.cancelAll(commit.room(), seq, commit.ts());
            }
        }
    }
}
