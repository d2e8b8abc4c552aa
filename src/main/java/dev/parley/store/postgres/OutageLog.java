package dev.parley.store.postgres;

import dev.parley.time.Monotonic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two lines about an outage in the log: that the store is away, and that it is back. An outage that comes and goes
 * is logged less and less often: after 2 seconds of quiet, then 4, at most every minute. Its user synchronizes.
 */
final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    private static final long FIRST_QUIET_MS = 2000;
    private static final long LAST_QUIET_MS = 60_000;

    private boolean reported;
    private long reportedAt;
    private long quietMs;

    /** What the problem is now; empty for none. */
    void update(String problem) {
        if (problem.isEmpty()) {
            if (reported) {
                reported = false;
                LOG.info("the store can be used again");
            }
            return;
        }
        long quiet = Monotonic.millis() - reportedAt;
        if (!reported && (quietMs == 0 || quiet >= quietMs)) {
            quietMs =
                    quietMs == 0 || quiet >= 2 * LAST_QUIET_MS ? FIRST_QUIET_MS : Math.min(LAST_QUIET_MS, 2 * quietMs);
            reported = true;
            reportedAt = Monotonic.millis();
            LOG.warn("the store cannot be used: {}", problem);
        }
    }
}
