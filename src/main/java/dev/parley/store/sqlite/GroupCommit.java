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
 * The writer thread: takes what is queued, commits it as one transaction, then replies; then a few writes of
 * capabilities in a transaction of their own, and an erasure, so that rooms wait for these few at most. Any thread may
 * ask for its health.
 *
 * <pre>
 * UP ── a transaction failed ──► DOWN ── a probe was written ──► UP
 * any ── the queue is closed and empty ──► CLOSED
 * </pre>
 *
 * <p>While DOWN it refuses what is queued with {@code unavailable}, opens the file again every second and writes a
 * probe.
 */
final class GroupCommit implements Runnable {
    private enum State {
        UP,
        DOWN,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
    /** Most writes of capabilities in a transaction. */
    static final int CAPABILITY_WRITES = 16;

    private static final long CHECK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** Opens the file again after a failure. */
    interface Reopening {
        Transaction open() throws IOException, SQLException;
    }

    private final Reopening reopening;
    private final DatabaseLock lock;
    private final WorkQueue<WriteStatements> workQueue;
    private final WorkQueue<CapabilityRows> capabilityQueue;
    private final WorkQueue<RetiredEvents> erasures;
    private final int batchMax;
    private final StoreObserver observer;
    private final Checkpointer checkpointer;
    private final Upkeep upkeep;
    private State state = State.UP;
    private Transaction transaction; // null unless UP
    private long probeAt; // while DOWN
    private Refusal refusal; // while DOWN
    private long checkedAt = System.nanoTime();
    private volatile Health health = Health.UP;

    GroupCommit(
            Transaction transaction,
            Reopening reopening,
            DatabaseLock lock,
            WorkQueue<WriteStatements> workQueue,
            WorkQueue<CapabilityRows> capabilityQueue,
            WorkQueue<RetiredEvents> erasures,
            int batchMax,
            StoreObserver observer,
            Checkpointer checkpointer,
            Upkeep upkeep) {
        this.transaction = transaction;
        this.reopening = reopening;
        this.lock = lock;
        this.workQueue = workQueue;
        this.capabilityQueue = capabilityQueue;
        this.erasures = erasures;
        this.batchMax = batchMax;
        this.observer = observer;
        this.checkpointer = checkpointer;
        this.upkeep = upkeep;
    }

    /** Any thread. */
    Health health() {
        return health;
    }

    @Override
    public void run() {
        while (!workQueue.drained() || !capabilityQueue.drained() || !erasures.drained()) {
            if (state == State.UP) {
                boolean isIdle = capabilityQueue.size() == 0 && erasures.size() == 0;
                commit(workQueue.next(batchMax, isIdle ? upkeep.wait(PROBE_EVERY) : Duration.ZERO));
                commitBeside(capabilityQueue.poll(CAPABILITY_WRITES), Transaction::commitCapabilities);
                commitBeside(erasures.poll(1), Transaction::erase);
                keepUp();
            } else {
                refuse(workQueue.next(batchMax, Duration.ofNanos(Math.max(0, probeAt - System.nanoTime()))));
                refuse(capabilityQueue.poll(batchMax));
                refuse(erasures.poll(batchMax));
                probeWhenDue();
            }
        }
        workQueue.stop();
        capabilityQueue.stop();
        erasures.stop();
        to(State.CLOSED, Health.down("closed"));
        try {
            upkeep.close();
        } catch (IOException e) {
            LOG.warn("closing the store's file failed: {}", SqliteFault.problem(e));
        }
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
            observer.failed();
            refuse(batch);
            return;
        }
        observer.committed(batch.size(), System.nanoTime() - started);
        ReplyDelivery.deliver(batch);
        checkpointer.committed(batch.size());
    }

    /** How work of one kind is committed. */
    private interface Committing<S> {
        void commit(Transaction transaction, List<QueuedWork<S, ?>> batch) throws SQLException;
    }

    /** What rooms wait for at most, after each of their transactions. */
    private <S> void commitBeside(List<QueuedWork<S, ?>> batch, Committing<S> committing) {
        if (batch.isEmpty()) {
            return;
        }
        if (state != State.UP) { // since just now
            refuse(batch);
            return;
        }
        try {
            committing.commit(transaction, batch);
        } catch (SQLException | RuntimeException | Error e) {
            goDown(e);
            observer.failed();
            refuse(batch);
            return;
        }
        ReplyDelivery.deliver(batch);
        checkpointer.committed(batch.size());
    }

    private void keepUp() {
        if (state != State.UP) { // since just now
            return;
        }
        try {
            upkeep.run(transaction, workQueue.size() == 0);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            goDown(e);
            observer.failed();
        }
    }

    private void refuse(List<? extends QueuedWork<?, ?>> batch) {
        batch.forEach(queuedWork -> queuedWork.fail(refusal));
        ReplyDelivery.deliver(batch);
    }

    private void goDown(Throwable why) {
        if (state == State.UP) {
            LOG.warn("the store cannot be used: {}", SqliteFault.problem(why));
        }
        refusal = SqliteFault.away(why);
        probeAt = System.nanoTime() + PROBE_EVERY.toNanos();
        to(State.DOWN, Health.down(SqliteFault.problem(why)));
    }

    private void probeWhenDue() {
        if (System.nanoTime() < probeAt) {
            return;
        }
        try {
            transaction = reopening.open();
            transaction.probe();
            upkeep.reopened();
            to(State.UP, Health.UP);
            LOG.info("the store can be used again");
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

    private void tidy() {
        try {
            if (transaction != null) {
                transaction.tidy();
            }
        } catch (SQLException
                | RuntimeException e) { // it stays in the journal, and is read from there at the next start
            LOG.warn("the journal was not emptied at the end: {}", SqliteFault.problem(e));
        }
    }

    private void to(State next, Health shown) {
        state = next;
        health = shown;
        if (next == State.CLOSED) {
            tidy();
        }
        if (next != State.UP) {
            close();
        }
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
