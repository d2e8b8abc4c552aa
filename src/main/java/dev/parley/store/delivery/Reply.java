package dev.parley.store.delivery;

import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;

/** What came of an operation, and its caller's promise, which is kept on the caller's context by {@link ReplyDelivery}. */
public class Reply<T> {
    private final ContextInternal context;
    private final PromiseInternal<T> promise;
    private T result;
    private Throwable failure;
    private boolean replied;

    /** A reply to who calls on this context. */
    public Reply(ContextInternal context) {
        this.context = context;
        this.promise = context.promise();
    }

    public final Future<T> future() {
        return promise.future();
    }

    /** It was done; the caller hears of it by {@link ReplyDelivery}. */
    public final void succeed(T outcome) {
        replied = true;
        failure = null;
        result = outcome;
    }

    /** Whatever was done is void. */
    public final void fail(Throwable why) {
        replied = true;
        failure = why;
    }

    /** Where {@link #complete} belongs: the caller's event loop, or its worker context. */
    final Object executor() {
        return context.threadingModel() == ThreadingModel.EVENT_LOOP ? context.nettyEventLoop() : context.unwrap();
    }

    /** Answers the caller; at {@link #executor}, so that whoever listens is called at once and in order. */
    final void complete() {
        try {
            if (!replied) { // what was forgotten must not succeed with nothing
                promise.fail(Code.INTERNAL.refuse("the store gave no answer to this"));
            } else if (failure == null) {
                promise.complete(result);
            } else {
                promise.fail(failure);
            }
        } catch (RuntimeException | Error e) { // of whoever listens; the next caller's answer is not his to lose
            context.reportException(e);
        }
    }
}
