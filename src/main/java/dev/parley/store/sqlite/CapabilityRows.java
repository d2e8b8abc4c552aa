package dev.parley.store.sqlite;

import dev.parley.store.CheckedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes of capabilities' tables in the writer's transaction. Writer thread only. */
final class CapabilityRows {
    /** How long a write may keep rooms waiting. */
    static final Duration WRITE_MAX = Duration.ofMillis(500);

    private final Connection connection;

    CapabilityRows(Connection connection) {
        this.connection = connection;
    }

    /** The number of rows that each changed. */
    List<Integer> update(List<CheckedStatement> statements) throws SQLException {
        List<Integer> changed = new ArrayList<>(statements.size());
        try (TimeLimit limit = TimeLimit.set(connection, WRITE_MAX)) {
            for (CheckedStatement statement : statements) {
                try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
                    CapabilityQueries.bind(prepared, statement.arguments());
                    changed.add(prepared.executeUpdate());
                }
            }
        }
        return List.copyOf(changed);
    }

    /** Runs the script that leads to this version, unless the capability's tables have it. */
    Void migrate(String capability, int version, String script) throws SQLException {
        if (version(capability) >= version) {
            return null;
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
        } catch (SQLException e) {
            throw SqliteFault.ofStatement(e) ? new FailedScript(e.getMessage()) : e;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO capabilities (name, version) VALUES (?, ?)")) {
            statement.setString(1, capability);
            statement.setInt(2, version);
            statement.executeUpdate();
        }
        return null;
    }

    private int version(String capability) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT version FROM capabilities WHERE name = ?")) {
            statement.setString(1, capability);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** A migration that SQLite refuses; its text is SQLite's. */
    static final class FailedScript extends SQLException {
        private static final long serialVersionUID = 1;

        FailedScript(String text) {
            super(text);
        }
    }
}
