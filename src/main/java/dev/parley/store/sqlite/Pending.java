package dev.parley.store.sqlite;

import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.sql.SQLException;

/** Work that waits in a lane, what came of it, and the caller's promise, which is kept on the caller's context. */
final class Pending<S, T> {
    private final ContextInternal context;
    private final PromiseInternal<T> promise;
    private final Work<S, T> work;
    private T result;
    private Throwable failure;

    Pending(ContextInternal context, Work<S, T> work) {
        this.context = context;
        this.promise = context.promise();
        this.work = work;
    }

    Future<T> future() {
        return promise.future();
    }

    /** Does the work; the caller hears of it at {@link #settle}. */
    void run(S session) throws SQLException {
        failure = null;
        result = work.with(session);
    }

    /** Whatever was done is void. */
    void fail(Throwable why) {
        failure = why;
    }

    /** Where {@link #settle} belongs: the caller's event loop, or its worker context. */
    Object place() {
        return context.threadingModel() == ThreadingModel.EVENT_LOOP ? context.nettyEventLoop() : context.unwrap();
    }

    /** Answers the caller; at {@link #place}, so that whoever listens is called at once and in order. */
    void settle() {
        try {
            if (failure == null) {
                promise.complete(result);
            } else {
                promise.fail(failure);
            }
        } catch (RuntimeException | Error e) { // of whoever listens; the next caller's answer is not his to lose
            context.reportException(e);
        }
    }
}
