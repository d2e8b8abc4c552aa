package dev.parley.store.sqlite;

import dev.parley.model.Author;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.OpenTurn;
import dev.parley.store.TurnEnd;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes of turns in the writer's transaction. Writer thread only. */
final class TurnRows {
    private final PreparedStatement insert;
    private final PreparedStatement running;
    private final PreparedStatement storeProgress;
    private final PreparedStatement end;
    private final PreparedStatement raise;
    private final PreparedStatement inRoom;
    private final PreparedStatement forgetStarted;
    private final PreparedStatement forgetEnded;
    private final PreparedStatement scrub;

    TurnRows(Connection connection) throws SQLException {
        insert = connection.prepareStatement(
                """
                INSERT INTO turns (room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth,
                  started_at, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')""");
        running = connection.prepareStatement(
                "SELECT 1 FROM turns WHERE room = ? AND id = ? AND attempt = ? AND state = 'running'");
        storeProgress =
                connection.prepareStatement("UPDATE turns SET attempt = ?, progress = ? WHERE room = ? AND id = ?");
        end = connection.prepareStatement(
                """
                UPDATE turns SET state = 'ended', ended_seq = ?, ended_at = ?, reason = ?, input = ?, output = ?,
                  estimated = ?, progress = iif(prompt_seq < ?, NULL, ?),
                  asker_name = iif(prompt_seq < ?, '', asker_name)
                WHERE room = ? AND id = ?""");
        scrub = connection.prepareStatement(
                """
                UPDATE turns SET progress = NULL, asker_name = ''
                WHERE room = ? AND prompt_seq >= ? AND prompt_seq < ? AND state = 'ended'""");
        raise = connection.prepareStatement(
                "UPDATE turns SET attempt = attempt + 1 WHERE room = ? AND state = 'running'");
        forgetStarted =
                connection.prepareStatement("UPDATE turns SET progress = NULL WHERE room = ? AND prompt_seq = ?");
        forgetEnded = connection.prepareStatement(
                "UPDATE turns SET progress = NULL WHERE room = ? AND id = ? AND ended_seq = ?");
        inRoom = connection.prepareStatement(
                """
                SELECT id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth, progress FROM turns
                WHERE room = ? AND state = 'running' ORDER BY prompt_seq, id""");
    }

    void start(Turn turn, long promptSeq, long ts) throws SQLException {
        insert.setString(1, turn.room());
        insert.setString(2, turn.id());
        insert.setString(3, turn.assistant());
        insert.setInt(4, turn.attempt());
        insert.setLong(5, promptSeq);
        insert.setString(6, turn.asker().id());
        insert.setString(7, turn.asker().name());
        insert.setString(8, turn.asker().storedKind());
        insert.setInt(9, turn.depth());
        insert.setLong(10, ts);
        insert.executeUpdate();
    }

    /** Whether a turn is in progress in this very attempt. */
    boolean isRunning(Turn turn) throws SQLException {
        running.setString(1, turn.room());
        running.setString(2, turn.id());
        running.setInt(3, turn.attempt());
        try (ResultSet found = running.executeQuery()) {
            return found.next();
        }
    }

    void storeProgress(Turn turn, int next, TurnProgress progress) throws SQLException {
        storeProgress.setInt(1, next);
        storeProgress.setString(2, progress.toJson().encode());
        storeProgress.setString(3, turn.room());
        storeProgress.setString(4, turn.id());
        storeProgress.executeUpdate();
    }

    /** Only what it used is left of one whose prompt is below {@code kept}. */
    void end(TurnEnd how, long seq, long ts, long kept) throws SQLException {
        TokenUsage usage = how.usage();
        end.setLong(1, seq);
        end.setLong(2, ts);
        end.setString(3, how.reason().text());
        end.setObject(4, usage == null ? null : usage.input());
        end.setObject(5, usage == null ? null : usage.output());
        end.setObject(6, usage == null ? null : usage.estimated() ? 1 : 0);
        end.setLong(7, kept);
        end.setString(8, how.progress().toJson().encode());
        end.setLong(9, kept);
        end.setString(10, how.turn().room());
        end.setString(11, how.turn().id());
        end.executeUpdate();
    }

    /** Ends all that are in progress in a room: it was deleted with this event. */
    void cancelAll(String room, long seq, long ts) throws SQLException {
        for (OpenTurn open : inProgress(room)) {
            TokenUsage usage = open.progress().usage();
            end(new TurnEnd(open.turn(), EndReason.CANCELLED, usage, TurnProgress.NONE), seq, ts, Long.MAX_VALUE);
        }
    }

    /** Of turns with a prompt in this range only what they used is left; of one in progress once it ends. */
    void scrub(String room, long from, long to) throws SQLException {
        scrub.setString(1, room);
        scrub.setLong(2, from);
        scrub.setLong(3, to);
        scrub.executeUpdate();
    }

    /** Empties what is stored of the turns that began with an event, and of the one that it ended; null for none. */
    void forgetProgress(String room, long seq, String ended) throws SQLException {
        forgetStarted.setString(1, room);
        forgetStarted.setLong(2, seq);
        forgetStarted.executeUpdate();
        if (ended != null) {
            forgetEnded.setString(1, room);
            forgetEnded.setString(2, ended);
            forgetEnded.setLong(3, seq);
            forgetEnded.executeUpdate();
        }
    }

    /** Raises the attempt of every turn in progress in a room; returns them, by prompt. */
    List<OpenTurn> raiseAttempts(String room) throws SQLException {
        raise.setString(1, room);
        raise.executeUpdate();
        return inProgress(room);
    }

    private List<OpenTurn> inProgress(String room) throws SQLException {
        inRoom.setString(1, room);
        List<OpenTurn> turns = new ArrayList<>();
        try (ResultSet row = inRoom.executeQuery()) {
            while (row.next()) {
                Author asker = Author.ofStored(row.getString(5), row.getString(6), row.getString(7));
                Turn turn = new Turn(
                        room, row.getString(1), row.getString(2), row.getInt(3), row.getLong(4), asker, row.getInt(8));
                turns.add(new OpenTurn(turn, TurnProgress.stored(row.getString(9))));
            }
        }
        return List.copyOf(turns);
    }
}
