package dev.parley.store.sqlite;

import dev.parley.config.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The file: how a connection to it is opened. Stateless, any thread; each connection belongs to one thread. */
final class Database {
    private final Path file;
    private final StoreConfig config;

    Database(StoreConfig config) {
        this.file = Path.of(config.path()).toAbsolutePath();
        this.config = config;
    }

    Path file() {
        return file;
    }

    /** At start: makes the file when there is none and brings it to the present schema. */
    Connection create() throws SQLException {
        Connection connection = connect(true);
        try {
            prepareForWriting(connection);
            Migrations.apply(connection, config.path());
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** After a failure. A file that has vanished stays away: an empty one in its place would look like a healthy store. */
    Connection reopen() throws SQLException {
        Connection connection = connect(false);
        try {
            prepareForWriting(connection);
            Migrations.check(connection, config.path());
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** For reading only. */
    Connection openReader() throws SQLException {
        Connection connection = connect(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Beside the writer. */
    Connection openBeside() throws SQLException {
        return connect(false);
    }

    private Connection connect(boolean create) throws SQLException {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setBusyTimeout(Math.toIntExact(config.busyTimeout().toMillis()));
        sqlite.setOpenMode(SQLiteOpenMode.NOMUTEX); // each connection has one thread
        sqlite.setGetGeneratedKeys(false); // or the driver runs a SELECT after every INSERT
        if (!create) {
            sqlite.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return sqlite.createConnection("jdbc:sqlite:" + file);
    }

    private void prepareForWriting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!"wal".equals(ask(statement, "PRAGMA journal_mode = WAL"))) {
                throw new SQLException("the file system does not allow write-ahead logging");
            }
            statement.execute("PRAGMA synchronous = FULL"); // one sync of the WAL a commit: durable against power loss
            statement.execute("PRAGMA fullfsync = ON"); // macOS only, where fsync alone stops at the disk's cache
            statement.execute("PRAGMA cache_size = -16384"); // KiB
            statement.execute(
                    "PRAGMA wal_autocheckpoint = 16000"); // pages: 64 MiB, which the checkpointer mostly prevents
            if (config.maxSize() > 0) {
                long pageBytes = Long.parseLong(ask(statement, "PRAGMA page_size"));
                statement.execute("PRAGMA max_page_count = " + Math.max(1, config.maxSize() / pageBytes));
            }
        }
    }

    private static String ask(Statement statement, String pragma) throws SQLException {
        try (ResultSet answer = statement.executeQuery(pragma)) {
            return answer.getString(1);
        }
    }
}
