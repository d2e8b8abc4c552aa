package dev.parley.store.delivery;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Brings answers to their callers: one task for each event loop that has any, whatever the size of the batch. Completing
 * the promises there, and not here, also keeps them in order: a future that is complete before anyone listens would be
 * heard ahead of one whose listener is still queued.
 */
public final class ReplyDelivery {
    private ReplyDelivery() {}

    /** Answers them, each on its caller's context; in this order where several share an event loop. Any thread. */
    public static void deliver(List<? extends Reply<?>> settled) {
        IdentityHashMap<Object, List<Reply<?>>> byPlace = new IdentityHashMap<>();
        for (Reply<?> reply : settled) {
            byPlace.computeIfAbsent(reply.executor(), place -> new ArrayList<>())
                    .add(reply);
        }
        byPlace.forEach((place, mine) -> at(place, () -> mine.forEach(Reply::complete)));
    }

    private static void at(Object place, Runnable task) {
        try {
            if (place instanceof EventLoop loop) {
                loop.execute(task);
            } else {
                ((ContextInternal) place).runOnContext(ignored -> task.run());
            }
        } catch (RejectedExecutionException e) {
            // Vert.x was closed before the store: nobody is left to hear it.
        }
    }
}
