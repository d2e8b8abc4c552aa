package dev.parley.model;

import java.util.Locale;

/** The contract's table of codes: each with its number on the bridge, its HTTP status, and whether to try again. */
public enum Code {
    /** Not JSON, an unknown type, a missing or wrong field. */
    BAD_FRAME(100, 400, false),
    /** Over a limit. */
    TOO_LARGE(101, 413, false),
    /** No such room, message, turn. */
    NOT_FOUND(102, 404, false),
    /** The same id with another content. */
    CONFLICT(103, 409, false),
    /** No, bad or expired token. */
    UNAUTHORIZED(200, 401, true),
    /** Not allowed here. */
    FORBIDDEN(201, 403, false),
    /** Too often; says when to come back. */
    RATE_LIMITED(300, 429, true),
    /** A queue is full. */
    OVERLOADED(301, 503, true),
    /** Perhaps done, perhaps not: send it again with the same id. */
    UNAVAILABLE(302, 503, true),
    /** Ours. */
    INTERNAL(900, 500, true);

    private final int number;
    private final int httpStatus;
    private final boolean retry;

    Code(int number, int httpStatus, boolean retry) {
        this.number = number;
        this.httpStatus = httpStatus;
        this.retry = retry;
    }

    public int number() {
        return number;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public boolean retry() {
        return retry;
    }

    /** As it stands in {@code error.code}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Refusal refuse(String text) {
        return new Refusal(this, text, 0);
    }

    public Refusal refuse(String text, long retryAfterMs) {
        return new Refusal(this, text, retryAfterMs);
    }

    /** The code with this number; one that is not in the table is {@link #INTERNAL}. */
    public static Code of(int number) {
        for (Code code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return INTERNAL;
    }
}
