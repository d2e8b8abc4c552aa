package dev.parley.room;

import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.RoomOptions;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.OverloadRetry;
import dev.parley.room.rules.Room;
import io.vertx.core.Future;

/**
 * Stores the options of a room, one change after the other: the options in force are those that were stored last.
 *
 * <p>When it is not known whether a change was stored, the room leaves. On the room's context; at most
 * {@link #PENDING_MAX} changes are under way.
 */
final class OptionChanges {
    private static final int PENDING_MAX = 16;
    private static final long RETRY_AFTER_MS = 1000;

    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private Future<?> last = Future.succeededFuture();
    private int pending;

    OptionChanges(RoomSettings settings, Room room, RoomLifecycle lifecycle) {
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
    }

    /** The reply comes once the options are stored and in force. */
    Future<RoomReply> configure(RoomCommand.Configure command) {
        room.configure(command);
        if (pending >= PENDING_MAX) {
            throw Code.OVERLOADED.refuse("too many changes of this room wait for the store", RETRY_AFTER_MS);
        }
        pending++;
        Future<RoomReply> done = last.transform(before -> store(command.options()));
        last = done.onComplete(v -> pending--);
        return done;
    }

    private Future<RoomReply> store(RoomOptions options) {
        return settings.store()
                .log()
                .configure(room.name(), room.epoch(), options)
                .recover(e -> OverloadRetry.isOverloaded(e)
                        ? Future.failedFuture(e)
                        : lifecycle.leaveAndRefuse(LeaveReason.FAILED, "the room's options were not stored: " + e))
                .compose(isOwner -> {
                    if (!isOwner) {
                        return lifecycle.leaveAndRefuse(LeaveReason.FENCED, "the store refused the room's options");
                    }
                    room.apply(options);
                    return Future.succeededFuture(new RoomReply.Done(0));
                });
    }
}
