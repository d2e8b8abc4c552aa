package dev.parley.store.sqlite;

import dev.parley.config.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens connections to the file, each for its purpose. Stateless, any thread; each connection belongs to one thread.
 */
final class DatabaseFile {
    private final Path file;
    private final StoreConfig config;

    DatabaseFile(StoreConfig config) {
        this.file = Path.of(config.path()).toAbsolutePath();
        this.config = config;
    }

    Path file() {
        return file;
    }

    /** At start: brings the file, which is locked, to the present schema; an empty file becomes a database. */
    void create(DatabaseLock lock) throws IOException, SQLException {
        try (Connection connection = connect(true)) {
            checkFile(connection, lock);
            prepareForWriting(connection);
            SqliteMigrations.apply(connection, config.path());
            lock.attach(openIdle(), config.path());
        }
    }

    /**
     * After a failure: opens the writer's connection again. Throws when the file has vanished, for an empty one in its
     * place would look like a healthy store, and when another file is in its place, to which the write-ahead log does
     * not belong.
     */
    Connection reopen(DatabaseLock lock) throws IOException, SQLException {
        if (Files.exists(file)) {
            lock.checkInPlace();
        }
        Connection connection = openWriter();
        try {
            checkFile(connection, lock);
            SqliteMigrations.check(connection, config.path());
            return connection;
        } catch (IOException | SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that writes. */
    Connection openWriter() throws SQLException {
        Connection connection = connect(false);
        try {
            prepareForWriting(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that only reads. */
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

    /** A connection of the checkpointer, beside the writer. */
    Connection openBeside() throws SQLException {
        return connect(false);
    }

    /**
     * A connection that only has the shared lock that every connection to a write-ahead log has from its first read on.
     */
    private Connection openIdle() throws SQLException {
        Connection connection = connect(false);
        try (Statement statement = connection.createStatement()) {
            String unused = ask(statement, "SELECT count(*) FROM sqlite_schema");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The driver finds parameters in a name: the file that it opened must be the file that is locked. */
    private void checkFile(Connection connection, DatabaseLock lock) throws IOException, SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet main = statement.executeQuery("SELECT file FROM pragma_database_list WHERE name = 'main'")) {
            String opened = main.getString(1);
            if (opened == null || opened.isEmpty() || !lock.isOn(Path.of(opened))) {
                throw new UnusableFile(config.path()
                        + " does not name one file: SQLite opens "
                        + (opened == null || opened.isEmpty() ? "a database in memory" : opened)
                        + " by that name: choose another");
            }
        }
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
            statement.execute("PRAGMA secure_delete = ON"); // what is deleted is overwritten with zeros
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
