package dev.parley.gateway.connection;

import dev.parley.config.Limits;

/** A connection's signs of life, and since when its client reads too slowly. Times are monotonic, in ms. */
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

    /** Also who asks and does not read the answers falls behind, without any room's doing. */
    boolean isTooSlow(boolean isBehind, long nowMs) {
        if (isBehind) {
            onBehind(nowMs);
        } else {
            behindSince = 0;
        }
        return behindSince > 0 && nowMs - behindSince >= limits.outboxGrace().toMillis();
    }
}
