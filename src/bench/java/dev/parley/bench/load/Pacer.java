package dev.parley.bench.load;

import dev.parley.bench.client.Loop;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Sends messages when they are due. It blocks a thread of its own, because the timers of the loop only count
 * milliseconds. When the loop is late, it gets all messages that became due meanwhile at once, each with its own time.
 */
final class Pacer {
    private final Loop loop;
    private final Semaphore idle = new Semaphore(1);

    Pacer(Loop loop) {
        this.loop = loop;
    }

    /** Follows a schedule on the calling thread; calls {@code send} on the loop with the due time of each message. */
    void follow(Schedule schedule, LongConsumer send) {
        long next = 0;
        while (next < schedule.count()) {
            long wait = schedule.at(next) - loop.now();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                continue;
            }
            idle.acquireUninterruptibly();
            long from = next;
            long to = schedule.dueBy(loop.now());
            loop.run(() -> {
                idle.release();
                for (long number = from; number < to; number++) {
                    send.accept(schedule.at(number));
                }
            });
            next = to;
        }
        idle.acquireUninterruptibly();
        idle.release();
    }
}
