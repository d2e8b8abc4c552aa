package dev.parley.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Compares this machine's clock with the store's, and reports when they begin to differ and when they agree again.
 * Tokens, the times of messages and logs read this machine's clock. On the lease keeper's context; reads no clock
 * itself.
 */
final class ClockSkew {
    private static final long FAR_MS = 1000;
    /** Below the limit, so that a clock near it is not reported each second. */
    private static final long NEAR_MS = 800;

    private boolean far;

    /**
     * Looks at one answer of the store.
     *
     * @param store the store's clock, at some time while the round trip lasted
     * @param answered this machine's clock at the end of it
     * @param tripMs how long it took
     * @return what is to be said now
     */
    Optional<String> compare(Instant store, Instant answered, long tripMs) {
        long ahead = Duration.between(store, answered).toMillis(); // between 0 and tripMs when the clocks agree
        long off = ahead < 0 ? ahead : Math.max(0, ahead - tripMs);
        if (!far && Math.abs(off) > FAR_MS) {
            far = true;
            return Optional.of("this machine's clock is " + Math.abs(off) + " ms " + (off > 0 ? "ahead of" : "behind")
                    + " the store's: synchronize both with NTP");
        }
        if (far && Math.abs(off) < NEAR_MS) {
            far = false;
            return Optional.of("this machine's clock agrees with the store's again");
        }
        return Optional.empty();
    }
}
