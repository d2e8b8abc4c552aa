package dev.parley.store.sqlite;

import dev.parley.model.Code;
import dev.parley.model.Turn;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import java.sql.SQLException;

/**
 * The effects of a commit in the writer's transaction, but for a room's options, which its row has. Writer thread only.
 */
final class EffectRows {
    private final TurnRows turns;
    private final TableRows tables;
    private final AmendmentRows amendments;

    EffectRows(TurnRows turns, TableRows tables, AmendmentRows amendments) {
        this.turns = turns;
        this.tables = tables;
        this.amendments = amendments;
    }

    /** Why the effects cannot be written, or that nothing would change; null when they can. */
    Committed obstacle(Commit commit) throws SQLException {
        for (Effect effect : commit.effects()) {
            Committed obstacle = obstacle(commit.room(), effect);
            if (obstacle != null) {
                return obstacle;
            }
        }
        return null;
    }

    private Committed obstacle(String room, Effect effect) throws SQLException {
        if (effect instanceof Effect.EndTurn end) {
            return unlessRunning(end.end().turn());
        }
        if (effect instanceof Effect.StoreProgress progress) {
            return unlessRunning(progress.turn());
        }
        return effect instanceof Effect.Amendment amendment ? amendments.obstacle(room, amendment) : null;
    }

    private Committed unlessRunning(Turn turn) throws SQLException {
        return turns.isRunning(turn) ? null : new Committed.Refused(Code.NOT_FOUND);
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
            } else if (effect instanceof Effect.Amendment amendment) {
                amendments.write(commit, amendment, seq);
            }
        }
    }
}
