package dev.parley.bus;

import dev.parley.model.Refusal;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * A {@link Refusal} as Vert.x wants a request to fail; the {@link Bus} wraps and unwraps it. It carries no stack trace.
 */
final class RefusedReply extends ReplyException {
    private final Refusal refusal;

    RefusedReply(Refusal refusal) {
        super(ReplyFailure.RECIPIENT_FAILURE, refusal.code().number(), refusal.text());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    /** What the asker is told: the refusal itself, or the failure as it is. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof RefusedReply refused ? refused.refusal : failure;
    }
}
