package dev.parley.limit;

import dev.parley.config.Limits.Rate;

/**
 * Limits a rate: a bucket of tokens, full at first and refilled evenly. The time is passed in. Its one number is the
 * time that the missing tokens need to come back. Not for several threads.
 */
public final class TokenBucket {
    /** The wait of a bucket that never holds a token. */
    private static final long NEVER_RETRY_MS = 60_000;

    private final double nanosPerToken;
    private final double fullNanos;
    /** When the bucket will be full again. */
    private double fullAt = Double.NEGATIVE_INFINITY;

    public TokenBucket(Rate rate) {
        this(rate.perSecond(), rate.burst());
    }

    /** A bucket of {@code burst} tokens, refilled {@code perSecond}. */
    public TokenBucket(double perSecond, int burst) {
        this.nanosPerToken = 1e9 / perSecond;
        this.fullNanos = nanosPerToken * burst;
    }

    /** Takes a token and returns 0, or takes none and returns the milliseconds until there is one (at least 1). */
    public long take(long nowNanos) {
        if (fullNanos == 0 || Double.isNaN(fullNanos)) {
            return NEVER_RETRY_MS;
        }
        double after = Math.max(fullAt, (double) nowNanos) + nanosPerToken;
        double over = after - nowNanos - fullNanos;
        if (over > 0) {
            return Math.max(1, (long) Math.ceil(over / 1e6));
        }
        fullAt = after;
        return 0;
    }

    /** Puts a token back that was taken for nothing. */
    public void giveBack() {
        fullAt -= nanosPerToken;
    }

    boolean isFull(long nowNanos) {
        return fullAt <= nowNanos;
    }
}
