package dev.parley.gateway.fanout;

/**
 * From when on removals are asked for, by the store's clock, which sets their times. Two removals may become visible in
 * another order than their times have, so that what is asked for overlaps by {@link #OVERLAP_MS}. A while after the
 * last one nothing is asked for twice any more: the store's clock is further by what passed here. Pure; one thread.
 */
final class RemovalWindow {
    /** No commit takes longer from its removal's time until others see it, and no clock goes back further. */
    static final long OVERLAP_MS = 30_000;

    private long latest;
    private long seenAtMs;

    /** There was a removal at this time; {@code nowMs} is monotonic. */
    void saw(long at, long nowMs) {
        if (at > latest) {
            latest = at;
            seenAtMs = nowMs;
        }
    }

    /** Removals behind this time may be new. */
    long after(long nowMs) {
        return latest - OVERLAP_MS + Math.min(OVERLAP_MS, nowMs - seenAtMs);
    }
}
