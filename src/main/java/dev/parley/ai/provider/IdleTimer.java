package dev.parley.ai.provider;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Calls back, once, after as much silence as is allowed. A restart costs no timer of Vert.x. Runs on one context.
 *
 * <pre>
 *  STOPPED ── start ──► RUNNING ── silence for too long ──► STOPPED, with the callback
 *     ▲                   └── stop ──────────────────────────┐
 *     └──────────────────────────────────────────────────────┘
 * </pre>
 */
final class IdleTimer {
    private static final long STOPPED = -1;

    private final Vertx vertx;
    private final Runnable onSilence;
    private long timer = STOPPED;
    private long allowedNanos;
    private long sinceNanos;

    IdleTimer(Vertx vertx, Runnable onSilence) {
        this.vertx = vertx;
        this.onSilence = onSilence;
    }

    /** From now on so much silence is allowed. */
    void start(Duration allowed) {
        stop();
        allowedNanos = allowed.toNanos();
        restart();
        schedule(allowedNanos);
    }

    /** The silence begins anew. */
    void restart() {
        sinceNanos = System.nanoTime();
    }

    void stop() {
        vertx.cancelTimer(timer);
        timer = STOPPED;
    }

    private void schedule(long nanos) {
        timer = vertx.setTimer(nanos / 1_000_000 + 1, id -> {
            long left = allowedNanos - (System.nanoTime() - sinceNanos);
            if (left <= 0) {
                timer = STOPPED;
                onSilence.run();
            } else {
                schedule(left);
            }
        });
    }
}
