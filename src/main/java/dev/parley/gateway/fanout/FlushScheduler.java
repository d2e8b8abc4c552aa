package dev.parley.gateway.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when the frames of one event loop leave, so that frames that come together share one socket write: a write is
 * what a delivery costs. Between two flushes each room collects its frames. A flush hands each room's frames to its
 * subscriptions as one piece, then flushes each connection that was written to once.
 *
 * <p>A quiet loop flushes at once, after the work that is queued on it. A busy one leaves as much time between two
 * flushes as the last one took, at most {@link #PAUSE_MAX_NANOS}: half of the loop is left for everything else, and
 * what comes meanwhile shares its writes.
 *
 * <p>What is collected is bounded by what the loop is handed in that time. On one event loop.
 */
public final class FlushScheduler {
    /** Lets the loop run something later, on itself. */
    public interface Later {
        /** Runs it after what is queued when {@code nanos} is 0, else when that time is over. */
        void run(long nanos, Runnable task);
    }

    /** A connection with bytes to flush. */
    public interface Flushable {
        void flush();
    }

    /** What collecting may add to a delivery's latency. */
    private static final long PAUSE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    /** Timers of an event loop are not finer. */
    private static final long PAUSE_MIN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final List<RoomSubscribers> collected = new ArrayList<>();
    private final List<Flushable> unflushed = new ArrayList<>();
    private final LongSupplier nanoTime;
    private final Later later;
    private boolean scheduled;
    private long endedAt;
    private long tookNanos;

    /** {@code nanoTime} is monotonic. */
    public FlushScheduler(LongSupplier nanoTime, Later later) {
        this.nanoTime = nanoTime;
        this.later = later;
    }

    /** A room has frames; called once until its {@link RoomSubscribers#flushFrames}. */
    void collect(RoomSubscribers room) {
        collected.add(room);
        schedule();
    }

    /** A connection was written to; called once until its {@link Flushable#flush}. */
    public void flushLater(Flushable connection) {
        unflushed.add(connection);
        schedule();
    }

    /**
     * Writes all that was collected now, before something that has to come after it; the connections are flushed later.
     */
    public void flushFrames() {
        for (int i = 0; i < collected.size(); i++) {
            collected.get(i).flushFrames();
        }
        collected.clear();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            long pause = Math.min(tookNanos, PAUSE_MAX_NANOS) - (nanoTime.getAsLong() - endedAt);
            later.run(pause < PAUSE_MIN_NANOS ? 0 : pause, this::flushAll);
        }
    }

    private void flushAll() {
        long from = nanoTime.getAsLong();
        try {
            flushFrames();
        } finally {
            // What is written from here on belongs to the next flush.
            scheduled = false;
            flushConnections();
            endedAt = nanoTime.getAsLong();
            tookNanos = endedAt - from;
        }
    }

    private void flushConnections() {
        int count = unflushed.size();
        for (int i = 0; i < count; i++) {
            unflushed.get(i).flush();
        }
        unflushed.subList(0, count).clear();
    }
}
