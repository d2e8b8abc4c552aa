package dev.parley.ai.provider;

/**
 * Reports the outcome of one call to the provider's {@link Breaker}, once.
 *
 * <pre>
 *  PENDING | PROBING ── the provider answers, or the call ends without ──► REPORTED
 * </pre>
 *
 * A probe that is cancelled lets the next call probe.
 */
final class BreakerPass {
    private final Breaker breaker;
    private State state;

    private enum State {
        PENDING,
        PROBING,
        REPORTED
    }

    /** For a call that the breaker has let in. */
    BreakerPass(Breaker breaker) {
        this.breaker = breaker;
        this.state = breaker.isProbing() ? State.PROBING : State.PENDING;
    }

    /**
     * The provider answered. A refused key or a reached limit counts as well: it is no reason to leave the provider
     * alone.
     */
    void onAnswer() {
        if (state != State.REPORTED) {
            to(State.REPORTED);
            breaker.onSuccess();
        }
    }

    /** The call ended. */
    void onEnd() {
        if (state != State.REPORTED) {
            to(State.REPORTED);
            breaker.onFailure(System.nanoTime());
        }
    }

    /** The call was cancelled. */
    void onCancel() {
        if (state == State.PROBING) {
            breaker.onCancel(System.nanoTime());
        }
    }

    private void to(State next) {
        state = next;
    }
}
