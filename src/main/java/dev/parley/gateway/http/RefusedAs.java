package dev.parley.gateway.http;

import dev.parley.model.Refusal;

/** A refusal whose HTTP status is not its code's: a failed precondition (412), a body of another type (415). */
public final class RefusedAs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public RefusedAs(int status, Refusal refusal) {
        super(refusal.text(), refusal, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    Refusal refusal() {
        return (Refusal) getCause();
    }
}
