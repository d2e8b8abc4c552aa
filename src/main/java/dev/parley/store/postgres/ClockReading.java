package dev.parley.store.postgres;

/**
 * What the server's clock showed, and when by this machine's clock that nobody sets.
 *
 * @param at the server's clock, in ms since the epoch
 * @param shiftMs what is added to it for leases
 * @param asked when it was asked, by {@link dev.parley.time.Monotonic}
 * @param answered when the reply arrived
 */
record ClockReading(long at, long shiftMs, long asked, long answered) {
    /** A reading that took longer is not exact: this machine, or the server, may have stood still meanwhile. */
    private static final long EXACT_MS = 500;
    /** More than two exact readings can differ by; less than half of what leases allow for. */
    private static final long STEP_MS = 1500;

    /** Whether the next is compared with this one. */
    boolean replaces(ClockReading before) {
        return before == null || isExact() || shiftMs != before.shiftMs;
    }

    /**
     * By how much the server's clock was set; 0 when it was not, when that is not known, or when a node compensated
     * already.
     */
    long stepSince(ClockReading before) {
        if (before == null || shiftMs != before.shiftMs || !isExact() || !before.isExact()) {
            return 0;
        }
        long step = (at - before.at) - (answered - before.answered);
        return Math.abs(step) > STEP_MS ? step : 0;
    }

    private boolean isExact() {
        return answered - asked <= EXACT_MS;
    }
}
