package dev.parley.store.sqlite;

import dev.parley.bus.Refusal;
import dev.parley.store.Health;
import dev.parley.store.StoreObserver;
import dev.parley.store.delivery.Delivery;
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

    /** Opens the file again after a failure. */
    interface Reopening {
        Transaction open() throws SQLException;
    }

    private final Reopening reopening;
    private final Lane<WriteSession> lane;
    private final int batchMax;
    private final StoreObserver observer;
    private final Checkpointer checkpointer;
    private Transaction transaction; // null while down
    private long probeAt;
    private volatile Health health = Health.UP;

    GroupCommit(
            Transaction transaction,
            Reopening reopening,
            Lane<WriteSession> lane,
            int batchMax,
            StoreObserver observer,
            Checkpointer checkpointer) {
        this.transaction = transaction;
        this.reopening = reopening;
        this.lane = lane;
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
        while (!lane.drained()) {
            if (transaction != null) {
                commit(lane.next(batchMax, PROBE_EVERY));
            } else {
                refuse(lane.next(batchMax, Duration.ofNanos(Math.max(0, probeAt - System.nanoTime()))));
                probeWhenDue();
            }
        }
        health = Health.down("closed");
        lane.end();
        end();
    }

    private void commit(List<Pending<WriteSession, ?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        long started = System.nanoTime();
        try {
            transaction.commit(batch);
        } catch (SQLException | RuntimeException | Error e) { // whatever it was, this thread goes on
            goDown(e);
            refuse(batch);
            observer.failed();
            return;
        }
        observer.committed(batch.size(), System.nanoTime() - started);
        Delivery.deliver(batch);
        checkpointer.committed(batch.size());
    }

    private void refuse(List<Pending<WriteSession, ?>> batch) {
        Refusal refusal = Fault.away(health.problem());
        batch.forEach(pending -> pending.fail(refusal));
        Delivery.deliver(batch);
    }

    private void goDown(Throwable why) {
        if (health.up()) {
            LOG.warn("the store is away: {}", Fault.problem(why));
        }
        health = Health.down(Fault.problem(why));
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
        } catch (SQLException | RuntimeException | Error e) {
            goDown(e);
        }
    }

    private void end() {
        try {
            if (transaction != null) {
                transaction.tidy();
            }
        } catch (SQLException e) { // it stays where it is, and is taken up at the next start
            LOG.warn("the file was not tidied up at the end: {}", Fault.problem(e));
        }
        close();
    }

    private void close() {
        try {
            if (transaction != null) {
                transaction.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing the store's connection failed: {}", Fault.problem(e));
        }
        transaction = null;
    }
}
