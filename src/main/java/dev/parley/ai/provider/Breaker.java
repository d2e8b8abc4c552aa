package dev.parley.ai.provider;

/**
 * Refuses calls to a provider that keeps failing, until one call may probe whether it works again.
 *
 * <pre>
 *  CLOSED ── failures in a row ──► OPEN ── reset time over, next call ──► PROBING
 *    ▲                              ▲                                      │  │
 *    │                              └── it fails, or reports nothing ──────┘  │
 *    └────────────────────── any call succeeds ─────────────────────────────┘
 * </pre>
 *
 * Pure; times are nanoseconds of one clock. A probe that is cancelled ({@link #onCancel}) lets the next call probe. A
 * probe that never reports an outcome is forgotten after the reset time.
 */
final class Breaker {
    private final int failuresMax;
    private final long resetNanos;
    private State state = State.CLOSED;
    private int failures;
    private long openUntil;

    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    Breaker(int failuresMax, long resetNanos) {
        this.failuresMax = failuresMax;
        this.resetNanos = resetNanos;
    }

    /** 0 lets the call in; else about how long calls are refused, in nanoseconds. */
    long enter(long now) {
        if (state == State.CLOSED) {
            return 0;
        }
        long left = openUntil - now;
        if (left > 0) {
            return left;
        }
        to(State.PROBING);
        openUntil = now + resetNanos; // in case the probe never reports
        return 0;
    }

    private void to(State next) {
        state = next;
    }

    boolean isProbing() {
        return state == State.PROBING;
    }

    void onSuccess() {
        to(State.CLOSED);
        failures = 0;
    }

    void onFailure(long now) {
        failures++;
        if (state == State.PROBING || (state == State.CLOSED && failures >= failuresMax)) {
            to(State.OPEN);
            openUntil = now + resetNanos;
        }
    }

    /** The probe was cancelled, which tells nothing about the provider. */
    void onCancel(long now) {
        if (state == State.PROBING) {
            to(State.OPEN);
            openUntil = now;
        }
    }
}
