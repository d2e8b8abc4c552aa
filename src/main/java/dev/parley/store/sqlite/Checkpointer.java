package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves pages from the write-ahead log into the database file beside the writer, which would stand still for tens of
 * milliseconds otherwise. A thread of its own.
 *
 * <p>If it does not keep up, the writer does the rest ({@code wal_autocheckpoint}), so the log stays bounded. A
 * checkpoint that fails is left to the writer, which notices by itself what is wrong.
 */
final class Checkpointer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    /** Some thousand pages: those of the journal that they filled, and those to which as many others moved. */
    private static final int OPERATIONS = 4000;

    private final DatabaseFile databaseFile;
    private final Semaphore due = new Semaphore(0);
    private volatile boolean closed;
    private int operations;

    Checkpointer(DatabaseFile databaseFile) {
        this.databaseFile = databaseFile;
    }

    /** Called by the writer after each commit. */
    void committed(int count) {
        operations += count;
        if (operations >= OPERATIONS) {
            operations = 0;
            due.release();
        }
    }

    /** Has it move what there is, soon. Any thread. */
    void request() {
        due.release();
    }

    /** Ends the thread once it is interrupted. */
    void close() {
        closed = true;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                due.acquire();
                due.drainPermits();
                checkpoint();
            } catch (InterruptedException e) {
                // Closed, which the loop checks next.
            }
        }
    }

    /** A connection each time: the file may have been away meanwhile. */
    private void checkpoint() {
        try (Connection connection = databaseFile.openBeside();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException | RuntimeException e) {
            LOG.debug("a checkpoint was left to the writer: {}", SqliteFault.problem(e));
        }
    }
}
