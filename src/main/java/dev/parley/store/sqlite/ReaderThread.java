package dev.parley.store.sqlite;

import dev.parley.model.Refusal;
import dev.parley.store.delivery.ReplyDelivery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader thread with its own connection, opened with the first read and again after a read that failed. */
final class ReaderThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderThread.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(1);

    private final DatabaseFile databaseFile;
    private final UnmovedEvents unmovedEvents;
    private final WorkQueue<ReadStatements> workQueue;
    private ReadStatements statements;

    ReaderThread(DatabaseFile databaseFile, UnmovedEvents unmovedEvents, WorkQueue<ReadStatements> workQueue) {
        this.databaseFile = databaseFile;
        this.unmovedEvents = unmovedEvents;
        this.workQueue = workQueue;
    }

    @Override
    public void run() {
        while (!workQueue.drained()) {
            List<QueuedWork<ReadStatements, ?>> one = workQueue.next(1, WAIT_MAX);
            one.forEach(this::read);
            ReplyDelivery.deliver(one);
        }
        workQueue.stop();
        close();
    }

    private void read(QueuedWork<ReadStatements, ?> queuedWork) {
        try {
            if (statements == null) {
                statements = ReadStatements.prepare(databaseFile.openReader(), unmovedEvents);
            }
            queuedWork.run(statements);
        } catch (Refusal e) { // of this query alone: the connection is as good as before
            queuedWork.fail(e);
        } catch (SQLException | RuntimeException | Error e) { // whatever it was, this thread goes on
            LOG.warn("a read failed: {}", SqliteFault.problem(e));
            queuedWork.fail(SqliteFault.ofOneOperation(e) ? SqliteFault.internal() : SqliteFault.away(e));
            close();
        }
    }

    private void close() {
        try {
            if (statements != null) {
                statements.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing a reader's connection failed: {}", SqliteFault.problem(e));
        }
        statements = null;
    }
}
