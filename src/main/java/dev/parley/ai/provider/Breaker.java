package dev.parley.ai.provider;

/**
 * Leaves a provider alone that keeps failing: after so many failures in a row calls are refused, until one may probe.
 *
 * <pre>
 *  CLOSED ── failures in a row ──► OPEN ── reset time over, next call ──► PROBING
 *    ▲                              ▲                                      │  │
 *    │                              └── it fails, or is never told ────────┘  │
 *    └────────────────────── any call works ────────────────────────────────┘
 * </pre>
 *
 * Pure; times are nanoseconds of one clock. A probe that is given up ({@link #onCancel}) lets the next call probe.
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

    /** 0: go ahead. Else about how long it will refuse. */
    long enter(long now) {
        if (state == State.CLOSED) {
            return 0;
        }
        long left = openUntil - now;
        if (left > 0) {
            return left;
        }
        state = State.PROBING;
        openUntil = now + resetNanos; // should the probe never be heard of again
        return 0;
    }

    boolean isProbing() {
        return state == State.PROBING;
    }

    void onSuccess() {
        state = State.CLOSED;
        failures = 0;
    }

    void onFailure(long now) {
        failures++;
        if (state == State.PROBING || (state == State.CLOSED && failures >= failuresMax)) {
            state = State.OPEN;
            openUntil = now + resetNanos;
        }
    }

    /** The probe told nothing. */
    void onCancel(long now) {
        if (state == State.PROBING) {
            state = State.OPEN;
            openUntil = now;
        }
    }
}
