package dev.parley.store.sqlite;

import dev.parley.store.delivery.Reply;
import io.vertx.core.internal.ContextInternal;
import java.sql.SQLException;

/** Work that waits in a {@link WorkQueue}, with the reply to its caller. */
final class QueuedWork<S, T> extends Reply<T> {
    private final WorkQueue.Work<S, T> work;

    /** {@code work} is null for none, whose reply nobody waits for: it only wakes a thread. */
    QueuedWork(ContextInternal context, WorkQueue.Work<S, T> work) {
        super(context);
        this.work = work;
    }

    boolean isNone() {
        return work == null;
    }

    /** Does the work; the caller's future completes when the reply is delivered. */
    void run(S session) throws SQLException {
        succeed(work.with(session));
    }
}
