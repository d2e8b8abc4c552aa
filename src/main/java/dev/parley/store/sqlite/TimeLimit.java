package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;

/** Interrupts what a connection does when it takes too long; until it is closed. On the connection's thread. */
final class TimeLimit extends ProgressHandler implements AutoCloseable {
    /** How many instructions of SQLite's machine pass between two looks at the clock: about a millisecond. */
    private static final int INSTRUCTIONS = 50_000;

    private final Connection connection;
    private final long ends;

    private TimeLimit(Connection connection, long ends) {
        this.connection = connection;
        this.ends = ends;
    }

    static TimeLimit set(Connection connection, Duration longest) throws SQLException {
        TimeLimit limit = new TimeLimit(connection, System.nanoTime() + longest.toNanos());
        ProgressHandler.setHandler(connection, INSTRUCTIONS, limit);
        return limit;
    }

    @Override
    protected int progress() {
        return System.nanoTime() - ends < 0 ? 0 : 1;
    }

    @Override
    public void close() throws SQLException {
        ProgressHandler.clearHandler(connection);
    }
}
