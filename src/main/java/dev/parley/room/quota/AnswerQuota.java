package dev.parley.room.quota;

import dev.parley.config.Limits;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.messages.Speaker;

/**
 * Limits how many answers a user, and all guests of one address, may ask for a minute on this node.
 *
 * <p>May be used from any thread; at most {@link #KEYS_MAX} users and as many addresses.
 */
public final class AnswerQuota {
    private static final int KEYS_MAX = 100_000;

    private final KeyedRate byUser;
    private final KeyedRate byGuestAddress;

    public AnswerQuota(Limits limits) {
        this.byUser = perMinute(limits.answersPerMinute());
        this.byGuestAddress = perMinute(limits.guestAnswersPerMinute());
    }

    private static KeyedRate perMinute(int most) {
        return new KeyedRate(() -> new TokenBucket(most / 60.0, most), KEYS_MAX);
    }

    /** Takes {@code count} answers and returns 0, or takes none and returns the milliseconds to wait. */
    public long take(Speaker by, int count, long nowNanos) {
        for (int taken = 0; taken < count; taken++) {
            long wait = takeOne(by, nowNanos);
            if (wait > 0) {
                giveBack(by, taken);
                return wait;
            }
        }
        return 0;
    }

    public void giveBack(Speaker by, int count) {
        for (int i = 0; i < count; i++) {
            byUser.giveBack(by.author().id());
            if (by.role().isGuest()) {
                byGuestAddress.giveBack(by.address());
            }
        }
    }

    private long takeOne(Speaker by, long nowNanos) {
        long wait = byUser.take(by.author().id(), nowNanos);
        if (wait == 0 && by.role().isGuest()) {
            wait = byGuestAddress.take(by.address(), nowNanos);
            if (wait > 0) {
                byUser.giveBack(by.author().id());
            }
        }
        return wait;
    }
}
