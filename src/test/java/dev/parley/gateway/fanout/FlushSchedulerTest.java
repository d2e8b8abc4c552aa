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
    private final FlushScheduler rounds = new FlushScheduler(() -> now, (nanos, task) -> {
        assertEquals(null, next, "one round at a time");
        nextAfter = nanos;
        next = task;
    });

    private void runNext() {
        Runnable round = next;
        next = null;
        round.run();
    }

    /** A round in which the flush takes so long. */
    private void roundOf(long millis) {
        rounds.flushLater(() -> now += TimeUnit.MILLISECONDS.toNanos(millis));
        runNext();
    }

    @Test
    void theFirstRoundIsAtOnce() {
        rounds.flushLater(() -> done.add("flush"));
        assertEquals(0, nextAfter);
        assertEquals(List.of(), done, "after what is queued");
        runNext();
        assertEquals(List.of("flush"), done);
    }

    @Test
    void aConnectionThatIsWrittenToDuringTheFlushHasTheNextRound() {
        rounds.flushLater(() -> rounds.flushLater(() -> done.add("second")));
        runNext();
        assertEquals(List.of(), done);
        runNext();
        assertEquals(List.of("second"), done);
    }

    @Test
    void aBusyLoopPausesAsLongAsItsLastRoundTook() {
        roundOf(3);
        rounds.flushLater(() -> {});
        assertEquals(TimeUnit.MILLISECONDS.toNanos(3), nextAfter);
    }

    @Test
    void theTimeThatIsOverCounts() {
        roundOf(3);
        now += TimeUnit.MILLISECONDS.toNanos(2);
        rounds.flushLater(() -> {});
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1), nextAfter);
    }

    @Test
    void aQuietLoopDoesNotPause() {
        roundOf(3);
        now += TimeUnit.MILLISECONDS.toNanos(3);
        rounds.flushLater(() -> {});
        assertEquals(0, nextAfter);
    }

    @Test
    void aPauseIsNeverLong() {
        roundOf(100);
        rounds.flushLater(() -> {});
        assertEquals(TimeUnit.MILLISECONDS.toNanos(4), nextAfter);
    }
}
