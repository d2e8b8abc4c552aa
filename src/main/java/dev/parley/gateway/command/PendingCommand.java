package dev.parley.gateway.command;

import dev.parley.bus.Bus;
import dev.parley.messages.Administration;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.time.Monotonic;
import io.vertx.core.Promise;

/**
 * A command on its way to its room: its place in the order of commands, and until when its sender waits for a reply.
 */
final class PendingCommand {
    private static final int DELETION_PATIENCE = 15;

    final RoomCommand command;
    /** Rises from command to command: a later one that was handled makes it too late to send an earlier one again. */
    final long number;
    /** Monotonic, in ms. */
    final long deadline;

    final Promise<RoomReply> promise = Promise.promise();
    /** Rises when it is sent, or given up on a node that left: the reply to an earlier attempt is void. */
    int attempt;

    PendingCommand(RoomCommand command, long number, long deadline) {
        this.command = command;
        this.number = number;
        this.deadline = deadline;
    }

    /** Whether the room may not have handled it, and its sender still waits. */
    boolean mayBeSentAgain(Throwable failure) {
        boolean retryable = Bus.isAbsent(failure) || Bus.isLost(failure) || Refusal.is(failure, Code.UNAVAILABLE);
        return retryable && Monotonic.millis() < deadline;
    }

    /** By how much longer than {@code rooms.patience} its sender waits: what erases much takes long. */
    static int patienceFactor(RoomCommand command) {
        return command instanceof RoomCommand.Administer administer
                        && administer.what() instanceof Administration.DeleteRoom
                ? DELETION_PATIENCE
                : 1;
    }

    long leftMs() {
        return Math.max(1, deadline - Monotonic.millis());
    }
}
