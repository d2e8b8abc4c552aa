package dev.parley.store.sqlite;

import dev.parley.store.Commit;
import dev.parley.store.Effect;
import java.sql.SQLException;

/**
 * The effects of a commit in the writer's transaction, but for a room's options, which its row has. Writer thread only.
 */
final class EffectRows {
    private final TurnRows turns;
    private final TableRows tables;

    EffectRows(TurnRows turns, TableRows tables) {
        this.turns = turns;
        this.tables = tables;
    }

    /** Whether everything is in the state that the effects ask for. */
    boolean arePossible(Commit commit) throws SQLException {
        for (Effect effect : commit.effects()) {
            if (!isPossible(effect)) {
                return false;
            }
        }
        return true;
    }

    private boolean isPossible(Effect effect) throws SQLException {
        if (effect instanceof Effect.EndTurn end) {
            return turns.isRunning(end.end().turn());
        }
        return !(effect instanceof Effect.StoreProgress progress) || turns.isRunning(progress.turn());
    }

    /** Writes them; {@code seq} is the first event's, or the room's last. */
    void write(Commit commit, long seq) throws SQLException {
        for (Effect effect : commit.effects()) {
            if (effect instanceof Effect.StartTurn start) {
                turns.start(start.turn(), seq, commit.ts());
            } else if (effect instanceof Effect.EndTurn end) {
                turns.end(end.end(), seq, commit.ts());
            } else if (effect instanceof Effect.StoreProgress progress) {
                turns.storeProgress(progress.turn(), progress.next(), progress.progress());
            } else if (effect instanceof Effect.PutRows put) {
                tables.put(commit.room(), seq, put);
            } else if (effect instanceof Effect.DeleteRows delete) {
                tables.delete(commit.room(), delete);
            }
        }
    }
}
