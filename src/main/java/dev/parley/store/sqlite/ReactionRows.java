package dev.parley.store.sqlite;

import dev.parley.model.Code;
import dev.parley.model.Reaction;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Who reacted to which message, and what readers are shown of it, in the writer's transaction. Writer thread only. */
final class ReactionRows {
    private final PreparedStatement exists;
    private final PreparedStatement others;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement count;
    private final PreparedStatement first;
    private final PreparedStatement putCount;
    private final PreparedStatement deleteCount;
    private final PreparedStatement deleteAll;
    private final PreparedStatement deleteAllCounts;

    ReactionRows(Connection connection) throws SQLException {
        exists = connection.prepareStatement(
                "SELECT 1 FROM reactions WHERE room = ? AND target = ? AND emoji = ? AND user_id = ?");
        others = connection.prepareStatement(
                "SELECT count(*) FROM reaction_counts WHERE room = ? AND target = ? AND emoji <> ?");
        insert = connection.prepareStatement(
                "INSERT INTO reactions (room, target, emoji, user_id, seq) VALUES (?, ?, ?, ?, ?)");
        delete = connection.prepareStatement(
                "DELETE FROM reactions WHERE room = ? AND target = ? AND emoji = ? AND user_id = ?");
        count = connection.prepareStatement(
                "SELECT first_seq, count, users FROM reaction_counts WHERE room = ? AND target = ? AND emoji = ?");
        first = connection.prepareStatement(
                """
                SELECT user_id FROM reactions WHERE room = ? AND target = ? AND emoji = ?
                ORDER BY seq LIMIT\s"""
                        + Reaction.USERS_MAX);
        putCount = connection.prepareStatement(
                """
                INSERT INTO reaction_counts (room, target, emoji, first_seq, count, users) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (room, target, emoji) DO UPDATE SET count = excluded.count, users = excluded.users""");
        deleteCount =
                connection.prepareStatement("DELETE FROM reaction_counts WHERE room = ? AND target = ? AND emoji = ?");
        deleteAll = connection.prepareStatement("DELETE FROM reactions WHERE room = ? AND target = ?");
        deleteAllCounts = connection.prepareStatement("DELETE FROM reaction_counts WHERE room = ? AND target = ?");
    }

    /** Why it cannot be done, or that it is so already; null when it can be done. */
    Committed obstacle(String room, Effect.React react) throws SQLException {
        set(exists, room, react);
        exists.setString(4, react.by());
        if (isThere(exists) == react.on()) {
            return new Committed.Unchanged();
        }
        set(others, room, react);
        return react.on() && number(others) >= Reaction.EMOJIS_MAX && !isCounted(room, react)
                ? new Committed.Refused(Code.TOO_LARGE)
                : null;
    }

    private boolean isCounted(String room, Effect.React react) throws SQLException {
        set(count, room, react);
        return isThere(count);
    }

    void write(String room, Effect.React react, long seq) throws SQLException {
        if (react.on()) {
            set(insert, room, react);
            insert.setString(4, react.by());
            insert.setLong(5, seq);
            insert.executeUpdate();
        } else {
            set(delete, room, react);
            delete.setString(4, react.by());
            delete.executeUpdate();
        }
        recount(room, react, seq);
    }

    private void recount(String room, Effect.React react, long seq) throws SQLException {
        long firstSeq = seq;
        int before = 0;
        JsonArray users = new JsonArray();
        set(count, room, react);
        try (ResultSet row = count.executeQuery()) {
            if (row.next()) {
                firstSeq = row.getLong(1);
                before = row.getInt(2);
                users = new JsonArray(row.getString(3));
            }
        }
        if (react.on()) {
            put(room, react, firstSeq, before + 1, before < Reaction.USERS_MAX ? users.add(react.by()) : users);
        } else if (before <= 1) {
            set(deleteCount, room, react);
            deleteCount.executeUpdate();
        } else {
            boolean isShown = users.contains(react.by());
            put(room, react, firstSeq, before - 1, isShown ? new JsonArray(firstUsers(room, react)) : users);
        }
    }

    private List<String> firstUsers(String room, Effect.React react) throws SQLException {
        set(first, room, react);
        List<String> users = new ArrayList<>();
        try (ResultSet row = first.executeQuery()) {
            while (row.next()) {
                users.add(row.getString(1));
            }
        }
        return users;
    }

    private void put(String room, Effect.React react, long firstSeq, int users, JsonArray shown) throws SQLException {
        set(putCount, room, react);
        putCount.setLong(4, firstSeq);
        putCount.setInt(5, users);
        putCount.setString(6, shown.encode());
        putCount.executeUpdate();
    }

    /** A message's reactions go with it. */
    void forget(String room, long target) throws SQLException {
        for (PreparedStatement all : List.of(deleteAll, deleteAllCounts)) {
            all.setString(1, room);
            all.setLong(2, target);
            all.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, String room, Effect.React react) throws SQLException {
        statement.setString(1, room);
        statement.setLong(2, react.target());
        statement.setString(3, react.emoji());
    }

    private static boolean isThere(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.getLong(1);
        }
    }
}
