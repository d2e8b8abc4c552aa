package dev.parley.room;

import dev.parley.access.Action;
import dev.parley.messages.RoomCommand.Administer;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.EventType;
import dev.parley.model.Refusal;
import dev.parley.model.RoomChange;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Decisions;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.StoredReplies;
import dev.parley.room.rules.Room;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.Effect.DeleteRows;
import dev.parley.store.RosterTables;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the room with all that it holds: answers in progress end, one commit takes everything away and tells whoever
 * is connected, the room leaves memory, and the store erases what is left in its files.
 *
 * <p>Commands that come after that commit was handed over are refused with {@code unavailable}, for they were judged by
 * members and settings that are gone; sent again they find the name free. On the room's context.
 */
final class RoomDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(RoomDeletion.class);
    private static final String DIGEST = Content.digest("delete the room");

    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final EventLog eventLog;
    private final Decisions decisions;
    private final CapabilityDecisions capabilities;
    private final Turns turns;
    private final Erasure erasure;

    RoomDeletion(
            RoomSettings settings,
            Room room,
            RoomLifecycle lifecycle,
            EventLog eventLog,
            Decisions decisions,
            CapabilityDecisions capabilities,
            Turns turns,
            Erasure erasure) {
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
        this.eventLog = eventLog;
        this.decisions = decisions;
        this.capabilities = capabilities;
        this.turns = turns;
        this.erasure = erasure;
    }

    /**
     * The reply comes once no text of the room is left. Fails with a {@link Refusal}; the same command sent again gets
     * the first reply, whatever the room's name stands for by then.
     */
    Future<RoomReply> delete(Administer command) {
        String by = command.by().author().id();
        if (command.id() == null) {
            return deleteNow(command);
        }
        return settings.store()
                .history()
                .sent(room.name(), by, command.id())
                .compose(sent -> sent.isEmpty()
                        ? deleteNow(command)
                        : StoredReplies.again(
                                        command.id(),
                                        sent.get().seq(),
                                        sent.get().ts(),
                                        sent.get().isSame(DIGEST))
                                .compose(this::onceErased));
    }

    private Future<RoomReply> deleteNow(Administer command) {
        return decisions
                .decide(() -> {
                    check(command);
                    return turns.endBelow(Long.MAX_VALUE)
                            .compose(v -> capabilities.takeAway(
                                    rules -> rules.deleteRoom(room.name()), rows -> store(command, rows)));
                })
                .compose(this::onceErased);
    }

    /** Whoever may enter learns that there is no such room; others only that they may not. */
    private void check(Administer command) {
        boolean exists = room.standing(command.principal().user()).exists();
        room.check(command.principal(), exists ? Action.DELETE_ROOM : Action.ENTER, null);
        if (!exists) {
            throw Code.NOT_FOUND.refuse("no such room");
        }
    }

    private Future<RoomReply> store(Administer command, List<Effect> rows) {
        Commit commit = commit(command, rows);
        return eventLog.commitLast(commit, () -> room.notStored(commit)).compose(committed -> {
            if (committed instanceof Committed.Stored stored) {
                LOG.info(
                        "room {} was deleted by {} at seq {}",
                        room.name(),
                        command.by().author().id(),
                        stored.first());
                lifecycle.leave(LeaveReason.DELETED);
            }
            return StoredReplies.of(commit, committed, code -> code.refuse("the store refused the deletion"));
        });
    }

    private Commit commit(Administer command, List<Effect> rows) {
        String id = command.id() == null ? settings.ids().get() : command.id();
        Commit.Cause cause = new Commit.Cause(command.by().author().id(), id, DIGEST);
        Commit.NewEvent event = new Commit.NewEvent(
                EventType.ROOM,
                id,
                command.by().author(),
                RoomChange.none().deleted().body());
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.DeleteRoom());
        RosterTables.OF_A_ROOM.forEach(table -> effects.add(new DeleteRows(table, List.of(), List.of())));
        effects.add(new Effect.PutRows(RosterTables.REMOVALS, List.of(List.of(1L))));
        effects.addAll(rows);
        return room.commit(settings.clock().millis(), cause, List.of(event), effects);
    }

    private Future<RoomReply> onceErased(RoomReply reply) {
        return erasure.erase(room.name()).map(reply);
    }
}
