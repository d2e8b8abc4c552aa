package dev.parley.store.delivery;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Brings replies to their callers: one task for each event loop that has any, whatever the size of the batch. Any
 * thread.
 *
 * <p>The promises are completed there, and not here, to keep them in order: a future that is complete before it has a
 * listener would call that listener ahead of one that is still queued.
 */
public final class ReplyDelivery {
    private ReplyDelivery() {}

    /** Completes each on its caller's context; in this order where several share an event loop. */
    public static void deliver(List<? extends Reply<?>> replies) {
        IdentityHashMap<Object, List<Reply<?>>> byExecutor = new IdentityHashMap<>();
        for (Reply<?> reply : replies) {
            byExecutor
                    .computeIfAbsent(reply.executor(), executor -> new ArrayList<>())
                    .add(reply);
        }
        byExecutor.forEach((executor, mine) -> run(executor, () -> mine.forEach(Reply::complete)));
    }

    private static void run(Object executor, Runnable task) {
        try {
            if (executor instanceof EventLoop loop) {
                loop.execute(task);
            } else {
                ((ContextInternal) executor).runOnContext(ignored -> task.run());
            }
        } catch (RejectedExecutionException e) {
            // Vert.x was closed before the store: the callers are gone.
        }
    }
}
