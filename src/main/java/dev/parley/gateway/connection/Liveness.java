package dev.parley.gateway.connection;

import dev.parley.config.Limits;

/**
 * Decides when a connection is pinged, and when its client is silent or reads too slowly. Pure: times are passed in,
 * monotonic, in ms. Limits: {@code limits.pingEvery}, {@code limits.silence}, {@code limits.outboxGrace}.
 */
final class Liveness {
    private final Limits limits;
    private long activeAt;
    private long pingedAt;
    /** 0 when it is not. */
    private long behindSince;

    Liveness(Limits limits, long nowMs) {
        this.limits = limits;
        this.activeAt = nowMs;
        this.pingedAt = nowMs;
    }

    void onActivity(long nowMs) {
        activeAt = nowMs;
    }

    boolean isSilent(long nowMs) {
        return nowMs - activeAt >= limits.silence().toMillis();
    }

    /** Whether it is time for a ping, which is then on its way. */
    boolean takePing(long nowMs) {
        boolean due = nowMs - pingedAt >= limits.pingEvery().toMillis();
        if (due) {
            pingedAt = nowMs;
        }
        return due;
    }

    void onBehind(long nowMs) {
        if (behindSince == 0) {
            behindSince = nowMs;
        }
    }

    /** A client that sends commands and does not read the replies falls behind too, without any room's doing. */
    boolean isTooSlow(boolean isBehind, long nowMs) {
        if (isBehind) {
            onBehind(nowMs);
        } else {
            behindSince = 0;
        }
        return behindSince > 0 && nowMs - behindSince >= limits.outboxGrace().toMillis();
    }
}
