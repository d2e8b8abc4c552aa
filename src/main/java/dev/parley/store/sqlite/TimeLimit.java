package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;

/** Interrupts what a connection does once it has taken too long. On the connection's thread. */
final class TimeLimit extends ProgressHandler {
    /** How many instructions of SQLite's machine pass between two looks at the clock: about a millisecond. */
    private static final int INSTRUCTIONS = 50_000;

    private final long ends;

    private TimeLimit(long ends) {
        this.ends = ends;
    }

    /** From now on, until {@link #end}. */
    static void begin(Connection connection, Duration longest) throws SQLException {
        ProgressHandler.setHandler(connection, INSTRUCTIONS, new TimeLimit(System.nanoTime() + longest.toNanos()));
    }

    static void end(Connection connection) throws SQLException {
        ProgressHandler.clearHandler(connection);
    }

    @Override
    protected int progress() {
        return System.nanoTime() - ends < 0 ? 0 : 1;
    }
}
