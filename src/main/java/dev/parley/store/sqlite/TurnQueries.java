package dev.parley.store.sqlite;

import dev.parley.model.Author;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.StoredTurn;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads of turns on one connection. One reader thread only. */
final class TurnQueries {
    private static final String TURN =
            """
            SELECT room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth, started_at, progress,
              ended_seq, ended_at, reason, input, output, estimated
            FROM turns WHERE room = ?1 AND prompt_seq >= %s AND\s"""
                    .formatted(KeptEvents.FIRST);
    private static final String USAGE =
            """
            SELECT %1$s, count(*), sum(coalesce(input, 0)), sum(coalesce(output, 0)), sum(coalesce(estimated, 0)),
              sum(ended_at - started_at)
            FROM turns
            WHERE state = 'ended' AND (?1 IS NULL OR asker_id = ?1) AND (?2 IS NULL OR room = ?2)
              AND (?3 IS NULL OR assistant = ?3) AND ended_at >= ?4 AND ended_at < ?5
            GROUP BY %1$s ORDER BY sum(coalesce(input, 0) + coalesce(output, 0)) DESC, %1$s LIMIT ?6""";

    private final PreparedStatement one;
    private final PreparedStatement page;
    private final PreparedStatement openRooms;
    private final Map<UsageQuery.By, PreparedStatement> usage = new EnumMap<>(UsageQuery.By.class);

    TurnQueries(Connection connection) throws SQLException {
        one = connection.prepareStatement(TURN + "id = ?2");
        page = connection.prepareStatement(TURN + "prompt_seq < ?2 ORDER BY prompt_seq DESC, id DESC LIMIT ?3");
        openRooms = connection.prepareStatement(
                "SELECT DISTINCT room FROM turns WHERE state = 'running' ORDER BY room LIMIT ?");
        for (UsageQuery.By by : UsageQuery.By.values()) {
            usage.put(by, connection.prepareStatement(USAGE.formatted(by.column())));
        }
    }

    Optional<StoredTurn> turn(String room, String id) throws SQLException {
        one.setString(1, room);
        one.setString(2, id);
        return read(one).stream().findFirst();
    }

    List<StoredTurn> turns(String room, long before, int limit) throws SQLException {
        page.setString(1, room);
        page.setLong(2, before);
        page.setInt(3, limit);
        return read(page);
    }

    List<String> roomsWithOpenTurns(int limit) throws SQLException {
        openRooms.setInt(1, limit);
        List<String> rooms = new ArrayList<>();
        try (ResultSet row = openRooms.executeQuery()) {
            while (row.next()) {
                rooms.add(row.getString(1));
            }
        }
        return List.copyOf(rooms);
    }

    List<UsageRow> usage(UsageQuery query) throws SQLException {
        PreparedStatement by = usage.get(query.by());
        by.setString(1, query.user());
        by.setString(2, query.room());
        by.setString(3, query.assistant());
        by.setLong(4, query.from());
        by.setLong(5, query.to());
        by.setInt(6, query.limit());
        List<UsageRow> found = new ArrayList<>();
        try (ResultSet row = by.executeQuery()) {
            while (row.next()) {
                found.add(new UsageRow(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
            }
        }
        return List.copyOf(found);
    }

    private static List<StoredTurn> read(PreparedStatement query) throws SQLException {
        List<StoredTurn> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(stored(row));
            }
        }
        return List.copyOf(found);
    }

    private static StoredTurn stored(ResultSet row) throws SQLException {
        Author asker = Author.ofStored(row.getString(6), row.getString(7), row.getString(8));
        Turn turn = new Turn(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getLong(5),
                asker,
                row.getInt(9));
        return new StoredTurn(turn, row.getLong(10), TurnProgress.stored(row.getString(11)), end(row));
    }

    private static Optional<StoredTurn.Ended> end(ResultSet row) throws SQLException {
        String reason = row.getString(14);
        if (reason == null) {
            return Optional.empty();
        }
        boolean counted = row.getObject(15) != null;
        TokenUsage usage = counted ? new TokenUsage(row.getInt(15), row.getInt(16), row.getBoolean(17)) : null;
        return Optional.of(new StoredTurn.Ended(row.getLong(12), row.getLong(13), EndReason.of(reason), usage));
    }
}
