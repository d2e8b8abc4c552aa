package dev.parley.gateway.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When frames leave: at once when the loop is quiet, together when it is busy. */
class FlushSchedulerTest {
    private final List<String> done = new ArrayList<>();
    private long now = TimeUnit.HOURS.toNanos(1);
    private Runnable next;
    private long nextAfter;
    private final FlushScheduler flushes = new FlushScheduler(() -> now, (nanos, task) -> {
        assertEquals(null, next, "one flush at a time");
        nextAfter = nanos;
        next = task;
    });

    private void runNext() {
        Runnable flush = next;
        next = null;
        flush.run();
    }

    /** A flush that takes so long. */
    private void flushOf(long millis) {
        flushes.flushLater(() -> now += TimeUnit.MILLISECONDS.toNanos(millis));
        runNext();
    }

    @Test
    void theFirstFlushIsAtOnce() {
        flushes.flushLater(() -> done.add("flush"));
        assertEquals(0, nextAfter);
        assertEquals(List.of(), done, "after what is queued");
        runNext();
        assertEquals(List.of("flush"), done);
    }

    @Test
    void aConnectionThatIsWrittenToDuringAFlushHasTheNextOne() {
        flushes.flushLater(() -> flushes.flushLater(() -> done.add("second")));
        runNext();
        assertEquals(List.of(), done);
        runNext();
        assertEquals(List.of("second"), done);
    }

    @Test
    void aBusyLoopPausesAsLongAsItsLastFlushTook() {
        flushOf(3);
        flushes.flushLater(() -> {});
        assertEquals(TimeUnit.MILLISECONDS.toNanos(3), nextAfter);
    }

    @Test
    void theTimeThatIsOverCounts() {
        flushOf(3);
        now += TimeUnit.MILLISECONDS.toNanos(2);
        flushes.flushLater(() -> {});
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1), nextAfter);
    }

    @Test
    void aQuietLoopDoesNotPause() {
        flushOf(3);
        now += TimeUnit.MILLISECONDS.toNanos(3);
        flushes.flushLater(() -> {});
        assertEquals(0, nextAfter);
    }

    @Test
    void aPauseIsNeverLong() {
        flushOf(100);
        flushes.flushLater(() -> {});
        assertEquals(TimeUnit.MILLISECONDS.toNanos(4), nextAfter);
    }
}
