package dev.parley.bench.load;

import dev.parley.bench.client.Loop;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Has messages sent when they are due, from a thread of its own that parks in between: the loop's own timers know milliseconds only. A loop
 * that is late is told of all that fell due meanwhile, at once, each with its own time; so nothing piles up here.
 */
final class Pacer {
    private final Loop loop;
    private final Semaphore idle = new Semaphore(1);

    Pacer(Loop loop) {
        this.loop = loop;
    }

    /** Goes through the schedule on the calling thread; {@code send} is told on the loop of the time when each was due. */
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
