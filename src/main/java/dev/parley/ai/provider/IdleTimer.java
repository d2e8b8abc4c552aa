package dev.parley.ai.provider;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Tells, once, when nothing was heard for as long as is allowed. Hearing costs no timer. */
final class IdleTimer {
    private final Vertx vertx;
    private final Runnable tooLong;
    private long timer = -1;
    private long allowedNanos;
    private long heardNanos;

    IdleTimer(Vertx vertx, Runnable tooLong) {
        this.vertx = vertx;
        this.tooLong = tooLong;
    }

    /** From now on so much is allowed. */
    void start(Duration most) {
        stop();
        allowedNanos = most.toNanos();
        restart();
        schedule(allowedNanos);
    }

    void restart() {
        heardNanos = System.nanoTime();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void schedule(long nanos) {
        timer = vertx.setTimer(nanos / 1_000_000 + 1, id -> {
            long left = allowedNanos - (System.nanoTime() - heardNanos);
            if (left <= 0) {
                tooLong.run();
            } else {
                schedule(left);
            }
        });
    }
}
