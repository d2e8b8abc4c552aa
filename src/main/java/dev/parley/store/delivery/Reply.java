package dev.parley.store.delivery;

import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;

/**
 * The reply to one operation: its outcome, and the caller's promise that {@link ReplyDelivery} completes on the
 * caller's context. One thread sets the outcome, then delivers.
 */
public class Reply<T> {
    private final ContextInternal context;
    private final PromiseInternal<T> promise;
    private T result;
    private Throwable failure;
    private boolean replied;

    /** A reply to a caller on this context. */
    public Reply(ContextInternal context) {
        this.context = context;
        this.promise = context.promise();
    }

    public final Future<T> future() {
        return promise.future();
    }

    /** Sets the result; the future completes when the reply is delivered. */
    public final void succeed(T outcome) {
        replied = true;
        failure = null;
        result = outcome;
    }

    /** Sets the failure, also in place of a result that a rollback made void. */
    public final void fail(Throwable why) {
        replied = true;
        failure = why;
    }

    /** Where {@link #complete} must run: the caller's event loop, or its worker context. */
    final Object executor() {
        return context.threadingModel() == ThreadingModel.EVENT_LOOP ? context.nettyEventLoop() : context.unwrap();
    }

    /** Completes the caller's future; on {@link #executor}, so that listeners are called at once and in order. */
    final void complete() {
        try {
            if (!replied) { // an operation that was forgotten must not succeed with nothing
                promise.fail(Code.INTERNAL.refuse("the store gave no reply to this"));
            } else if (failure == null) {
                promise.complete(result);
            } else {
                promise.fail(failure);
            }
        } catch (RuntimeException | Error e) { // of a listener; the next caller must get its reply all the same
            context.reportException(e);
        }
    }
}
