package dev.parley.store.sqlite;

import dev.parley.protocol.Author;
import dev.parley.protocol.Turn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Turns in the writer's transaction. */
final class TurnRows {
    private final PreparedStatement insert;
    private final PreparedStatement running;
    private final PreparedStatement end;
    private final PreparedStatement raise;
    private final PreparedStatement inRoom;

    TurnRows(Connection connection) throws SQLException {
        insert = connection.prepareStatement(
                """
                INSERT INTO turns (room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running')""");
        running = connection.prepareStatement(
                "SELECT 1 FROM turns WHERE room = ? AND id = ? AND attempt = ? AND state = 'running'");
        end = connection.prepareStatement("UPDATE turns SET state = 'ended', ended_seq = ? WHERE room = ? AND id = ?");
        raise = connection.prepareStatement(
                "UPDATE turns SET attempt = attempt + 1 WHERE room = ? AND state = 'running'");
        inRoom = connection.prepareStatement(
                """
                SELECT id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind FROM turns
                WHERE room = ? AND state = 'running' ORDER BY prompt_seq, id""");
    }

    void start(String room, Turn turn, long promptSeq) throws SQLException {
        insert.setString(1, room);
        insert.setString(2, turn.id());
        insert.setString(3, turn.assistant());
        insert.setInt(4, turn.attempt());
        insert.setLong(5, promptSeq);
        insert.setString(6, turn.asker().id());
        insert.setString(7, turn.asker().name());
        insert.setString(8, turn.asker().kind().text());
        insert.executeUpdate();
    }

    boolean isRunning(String room, Turn turn) throws SQLException {
        running.setString(1, room);
        running.setString(2, turn.id());
        running.setInt(3, turn.attempt());
        try (ResultSet found = running.executeQuery()) {
            return found.next();
        }
    }

    void end(String room, Turn turn, long seq) throws SQLException {
        end.setLong(1, seq);
        end.setString(2, room);
        end.setString(3, turn.id());
        end.executeUpdate();
    }

    /** Raises the attempt of what runs in a room and says what that is, by prompt. */
    List<Turn> restart(String room) throws SQLException {
        raise.setString(1, room);
        raise.executeUpdate();
        inRoom.setString(1, room);
        List<Turn> turns = new ArrayList<>();
        try (ResultSet row = inRoom.executeQuery()) {
            while (row.next()) {
                Author asker = new Author(row.getString(5), row.getString(6), Author.Kind.of(row.getString(7)));
                turns.add(new Turn(room, row.getString(1), row.getString(2), row.getInt(3), row.getLong(4), asker));
            }
        }
        return List.copyOf(turns);
    }
}
