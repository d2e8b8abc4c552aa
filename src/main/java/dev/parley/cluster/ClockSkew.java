package dev.parley.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far this machine's clock is from the store's: tokens, the times of messages and logs read this one. Tells only what
 * has changed. Pure.
 */
final class ClockSkew {
    private static final long FAR_MS = 1000;
    /** Of a clock at the limit it does not tell each second that it came and went. */
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
                    + " the store's: have both set by NTP");
        }
        if (far && Math.abs(off) < NEAR_MS) {
            far = false;
            return Optional.of("this machine's clock agrees with the store's again");
        }
        return Optional.empty();
    }
}
