package dev.parley.store.sqlite;

import dev.parley.model.Refusal;
import dev.parley.store.Health;
import dev.parley.store.StoreObserver;
import dev.parley.store.delivery.ReplyDelivery;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: takes what is queued, commits it as one transaction, then answers.
 *
 * <pre>
 *   up ──a transaction failed──▶ down ──a probe was written──▶ up
 *                                 └── refuses what is queued, probes every second
 * </pre>
 */
final class GroupCommit implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
    private static final long CHECK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** Opens the file again after a failure. */
    interface Reopening {
        Transaction open() throws IOException, SQLException;
    }

    private final Reopening reopening;
    private final DatabaseLock lock;
    private final WorkQueue<WriteStatements> workQueue;
    private final int batchMax;
    private final StoreObserver observer;
    private final Checkpointer checkpointer;
    private Transaction transaction; // null while down
    private long probeAt;
    private Refusal refusal; // while down
    private long checkedAt = System.nanoTime();
    private volatile Health health = Health.UP;

    GroupCommit(
            Transaction transaction,
            Reopening reopening,
            DatabaseLock lock,
            WorkQueue<WriteStatements> workQueue,
            int batchMax,
            StoreObserver observer,
            Checkpointer checkpointer) {
        this.transaction = transaction;
        this.reopening = reopening;
        this.lock = lock;
        this.workQueue = workQueue;
        this.batchMax = batchMax;
        this.observer = observer;
        this.checkpointer = checkpointer;
    }

    /** Any thread. */
    Health health() {
        return health;
    }

    @Override
    public void run() {
        while (!workQueue.drained()) {
            if (transaction != null) {
                commit(workQueue.next(batchMax, PROBE_EVERY));
            } else {
                refuse(workQueue.next(batchMax, Duration.ofNanos(Math.max(0, probeAt - System.nanoTime()))));
                probeWhenDue();
            }
        }
        health = Health.down("closed");
        workQueue.stop();
        finish();
    }

    private void commit(List<QueuedWork<WriteStatements, ?>> batch) {
        long started = System.nanoTime();
        try {
            checkFileInPlace(started);
            if (batch.isEmpty()) {
                return;
            }
            transaction.commit(batch);
        } catch (IOException | SQLException | RuntimeException | Error e) { // whatever it was, this thread goes on
            goDown(e);
            refuse(batch);
            observer.failed();
            return;
        }
        observer.committed(batch.size(), System.nanoTime() - started);
        ReplyDelivery.deliver(batch);
        checkpointer.committed(batch.size());
    }

    private void refuse(List<QueuedWork<WriteStatements, ?>> batch) {
        batch.forEach(queuedWork -> queuedWork.fail(refusal));
        ReplyDelivery.deliver(batch);
    }

    private void goDown(Throwable why) {
        if (health.up()) {
            LOG.warn("the store is away: {}", SqliteFault.problem(why));
        }
        health = Health.down(SqliteFault.problem(why));
        refusal = SqliteFault.away(why);
        probeAt = System.nanoTime() + PROBE_EVERY.toNanos();
        close();
    }

    private void probeWhenDue() {
        if (System.nanoTime() < probeAt) {
            return;
        }
        try {
            transaction = reopening.open();
            transaction.probe();
            health = Health.UP;
            LOG.info("the store is back");
        } catch (IOException | SQLException | RuntimeException | Error e) {
            goDown(e);
        }
    }

    /** What is written into a file that has no name any more is lost. */
    private void checkFileInPlace(long now) throws IOException {
        if (now - checkedAt >= CHECK_EVERY_NANOS) {
            lock.checkInPlace();
            checkedAt = now;
        }
    }

    private void finish() {
        try {
            if (transaction != null) {
                transaction.tidy();
            }
        } catch (SQLException | RuntimeException e) { // it stays where it is, and is taken up at the next start
            LOG.warn("the file was not tidied up at the end: {}", SqliteFault.problem(e));
        }
        close();
    }

    private void close() {
        try {
            if (transaction != null) {
                transaction.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing the store's connection failed: {}", SqliteFault.problem(e));
        }
        transaction = null;
    }
}
