package dev.parley.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the present schema: file n of the list leads from version n - 1 to n, in a transaction with its
 * number.
 */
final class SqliteMigrations {
    private static final List<String> FILES =
            List.of("V1__rooms.sql", "V2__journal.sql", "V3__levels.sql", "V4__amendments.sql", "V5__membership.sql");

    private SqliteMigrations() {}

    /** The present version. */
    static int version() {
        return FILES.size();
    }

    /**
     * Brings the database to the present version. A newer one is left as it is if it allows this version beside it;
     * {@code name} is the database as the configuration says it.
     */
    static void apply(Connection connection, String name) throws SQLException, UnusableFile {
        int found = version(connection);
        refuseNewer(connection, found, name);
        for (int next = found + 1; next <= FILES.size(); next++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN IMMEDIATE;\n" + script(FILES.get(next - 1)) + "\nPRAGMA user_version = "
                        + next + ";\nCOMMIT;");
            }
        }
    }

    /** Throws {@link UnusableFile} unless the database has the present version, or a newer one that allows this one. */
    static void check(Connection connection, String name) throws SQLException, UnusableFile {
        int found = version(connection);
        refuseNewer(connection, found, name);
        if (found < FILES.size()) {
            throw new UnusableFile(name + " was replaced by another file");
        }
    }

    private static void refuseNewer(Connection connection, int found, String name) throws SQLException, UnusableFile {
        if (found <= FILES.size()) {
            return;
        }
        boolean tells = number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_reader'") == 1;
        int oldest = tells ? number(connection, "SELECT max(oldest) FROM schema_reader") : found;
        if (oldest > FILES.size()) {
            throw new UnusableFile(name + " was written by a newer Parley (schema " + found
                    + ", which needs a version that knows schema " + oldest + "; this one knows " + FILES.size() + ")");
        }
    }

    private static int version(Connection connection) throws SQLException {
        return number(connection, "PRAGMA user_version");
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            return answer.getInt(1);
        }
    }

    private static String script(String file) {
        try (InputStream in = SqliteMigrations.class.getResourceAsStream("/migrations/sqlite/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
