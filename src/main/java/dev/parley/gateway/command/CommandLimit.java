package dev.parley.gateway.command;

import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Bounds how many commands of one gateway's clients wait for their rooms: {@code limits.commands} at most. One more is
 * refused with {@code overloaded} before it costs a room or the store anything, so that a node which is offered more
 * than it can do still does what it can, and what waits on its event loops stays small. On the gateway's context.
 */
public final class CommandLimit {
    private static final long RETRY_AFTER_MS = 1000;

    private final int most;
    /** Written on the gateway's context alone. */
    private int count;

    public CommandLimit(int most) {
        this.most = most;
    }

    /** How many commands wait now. Read from another context it may be a little old. */
    public int count() {
        return count;
    }

    /** Runs the command and counts it until its reply, or refuses it. */
    public Future<RoomReply> admit(Supplier<Future<RoomReply>> command) {
        if (count >= most) {
            return Future.failedFuture(
                    Code.OVERLOADED.refuse("too many commands wait for their rooms (limits.commands)", RETRY_AFTER_MS));
        }
        Future<RoomReply> reply = command.get(); // one that throws is not counted: nobody would take it off again
        count++;
        return reply.onComplete(done -> count--);
    }
}
