package dev.parley.store.sqlite;

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
final class Delivery {
    private Delivery() {}

    static <S> void deliver(List<Pending<S, ?>> settled) {
        IdentityHashMap<Object, List<Pending<S, ?>>> byPlace = new IdentityHashMap<>();
        for (Pending<S, ?> pending : settled) {
            byPlace.computeIfAbsent(pending.place(), place -> new ArrayList<>()).add(pending);
        }
        byPlace.forEach((place, mine) -> at(place, () -> mine.forEach(Pending::settle)));
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
