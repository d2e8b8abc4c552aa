package dev.parley.room;

import dev.parley.room.lifecycle.HostedRoom;
import dev.parley.room.lifecycle.LeaveReason;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Hands over the rooms that belong to other nodes now, a limited number at a time: the store serves senders as well.
 *
 * <p>On the host's context. At most as many entries as rooms are in memory, for each change of the ring.
 */
final class HandOverQueue {
    private static final int AT_ONCE = 128;

    private final Deque<String> waiting = new ArrayDeque<>();
    private final Function<String, HostedRoom> toHandOver;
    private final Executor hostContext;
    private int underWay;

    /** @param toHandOver the room of this name in memory; null if it is not there, or should stay */
    HandOverQueue(Function<String, HostedRoom> toHandOver, Executor hostContext) {
        this.toHandOver = toHandOver;
        this.hostContext = hostContext;
    }

    void add(Collection<String> rooms) {
        waiting.addAll(rooms);
        handOverNext();
    }

    private void handOverNext() {
        while (underWay < AT_ONCE && !waiting.isEmpty()) {
            HostedRoom room = toHandOver.apply(waiting.poll());
            if (room != null) {
                underWay++;
                Future<Void> free = room.leave(LeaveReason.MOVED);
                free.onComplete(v -> hostContext.execute(() -> {
                    underWay--;
                    handOverNext();
                }));
            }
        }
    }
}
