package dev.parley.model;

import java.util.function.Function;

/**
 * A request that was refused: a code, a text for people and, when waiting helps, for how long.
 *
 * <p>A value that a future fails with, not an accident: it carries no stack trace, and two threads may share it. Only
 * {@code bus} knows how it travels between nodes.
 */
public final class Refusal extends RuntimeException {
    private final Code code;
    private final long retryAfterMs;

    /** A refusal; {@code retryAfterMs} is 0 when unknown or when repeating does not help. */
    public Refusal(Code code, String text, long retryAfterMs) {
        super(text, null, false, false);
        this.code = code;
        this.retryAfterMs = retryAfterMs;
    }

    public Code code() {
        return code;
    }

    public String text() {
        return getMessage();
    }

    /** Milliseconds; 0 when unknown or when repeating does not help. */
    public long retryAfterMs() {
        return retryAfterMs;
    }

    /**
     * The refusal that a request failed with, or, when it failed otherwise, what {@code otherwise} makes of the
     * failure.
     */
    public static Refusal of(Throwable failure, Function<? super Throwable, Refusal> otherwise) {
        return failure instanceof Refusal refusal ? refusal : otherwise.apply(failure);
    }

    /** Whether a request failed with a refusal of this code. */
    public static boolean is(Throwable failure, Code code) {
        return failure instanceof Refusal refusal && refusal.code == code;
    }

    /** What to tell people of a failure: a refusal's text, or the failure itself. */
    public static String textOf(Throwable failure) {
        return failure instanceof Refusal refusal ? refusal.text() : String.valueOf(failure);
    }
}
