package dev.parley.limit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Limits a rate for each user or address, with a token bucket for each key. It holds at most {@code keysMax} buckets
 * that are not full; past that a new key waits like one whose bucket is empty. From any thread.
 */
public final class KeyedRate {
    private static final long CROWDED_RETRY_MS = 1000;

    private final Supplier<TokenBucket> bucket;
    private final int keysMax;
    private final Map<String, TokenBucket> buckets = new HashMap<>(2);

    public KeyedRate(Supplier<TokenBucket> bucket, int keysMax) {
        this.bucket = bucket;
        this.keysMax = keysMax;
    }

    /** 0 when a token was taken, else the milliseconds to wait. */
    public synchronized long take(String key, long nowNanos) {
        if (!buckets.containsKey(key) && buckets.size() >= keysMax && !forgetFull(nowNanos)) {
            return CROWDED_RETRY_MS;
        }
        return buckets.computeIfAbsent(key, k -> bucket.get()).take(nowNanos);
    }

    /** Puts a token back that was taken for nothing. */
    public synchronized void giveBack(String key) {
        TokenBucket taken = buckets.get(key);
        if (taken != null) {
            taken.giveBack();
        }
    }

    @CanIgnoreReturnValue
    private boolean forgetFull(long nowNanos) {
        return buckets.values().removeIf(b -> b.isFull(nowNanos));
    }
}
