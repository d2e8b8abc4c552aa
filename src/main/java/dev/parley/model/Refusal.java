package dev.parley.model;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * A request that was answered with "no": a number, a text for people and, when waiting helps, for how long. It carries
 * no stack trace: it is a value, not an accident. The numbers are those of the contract's codes.
 */
public final class Refusal extends ReplyException {
    private final long retryAfterMs;

    /** A refusal; {@code retryAfterMs} is 0 when unknown or when repeating does not help */
    public Refusal(int number, String text, long retryAfterMs) {
        super(ReplyFailure.RECIPIENT_FAILURE, number, text);
        this.retryAfterMs = retryAfterMs;
    }

    public int number() {
        return failureCode();
    }

    public String text() {
        return getMessage();
    }

    public long retryAfterMs() {
        return retryAfterMs;
    }
}
