package dev.parley.room;

import dev.parley.access.Action;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.EventType;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Barrier;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.StoredReplies;
import dev.parley.room.rules.Room;
import dev.parley.room.state.MergePatch;
import dev.parley.room.state.PreparedPatch;
import dev.parley.room.state.SharedState;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out what concerns the room's shared state. Patches are decided one after the other, each once the store has
 * replied to the one before; messages go on beside.
 *
 * <p>The state is loaded when it is needed first, and again after a commit that was neither stored nor was before; it
 * leaves memory with the room. It changes only once the store has the change, so that what is read is committed. A
 * {@link Refusal} is for the sender. On the room's context; at most {@link Barrier#PENDING_MAX} patches wait or are
 * under way.
 */
final class StateCommands {
    /** Changes that are read at once for a patch on an old base. */
    private static final int PAGE_CHANGES = 50;

    private final RoomSettings settings;
    private final History history;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final EventLog eventLog;
    private final Barrier barrier = new Barrier();
    /** Null when it has to be loaded. */
    private Future<SharedState> loaded;

    StateCommands(RoomSettings settings, Room room, RoomLifecycle lifecycle, EventLog eventLog) {
        this.settings = settings;
        this.history = settings.store().history();
        this.room = room;
        this.lifecycle = lifecycle;
        this.eventLog = eventLog;
    }

    /** The state as it is committed when the reply is made. */
    Future<RoomReply.SharedState> read(RoomCommand.ReadState command) {
        room.check(command.principal(), Action.READ, null);
        return read();
    }

    /** The same for somebody whom the room has let in. */
    Future<RoomReply.SharedState> read() {
        return loaded().compose(this::unlessLeaving).map(state -> new RoomReply.SharedState(state.seq(), state.json()));
    }

    /** The reply comes once the patch is stored. Throws a {@link Refusal}, or fails with it. */
    Future<RoomReply> patch(RoomCommand.Patch command) {
        room.check(command.principal(), Action.WRITE_STATE, null);
        MergePatch patch = MergePatch.read(command.patch(), settings.limits());
        try {
            room.takeMessage(command.by(), System.nanoTime());
        } catch (Refusal limit) {
            return unlessSent(command, patch, Future.failedFuture(limit));
        }
        return barrier.decide(() -> loaded().compose(state -> learn(state, command.base()))
                .compose(this::unlessLeaving)
                .compose(state -> decide(state, command, patch)));
    }

    /**
     * Drops what lies below {@code first}, while no change of the state is under way.
     *
     * @param drop commits that, with the text of the whole state when there are changes below {@code first}, else null
     */
    Future<Committed> retain(long first, Function<String, Future<Committed>> drop) {
        return barrier.decide(() -> loaded().compose(this::unlessLeaving).compose(state -> {
            String snapshot = state.snapshotFor(first);
            return drop.apply(snapshot).onSuccess(committed -> {
                if (snapshot != null && committed instanceof Committed.Stored) {
                    state.saved();
                }
            });
        }));
    }

    /** Has the state loaded again when it is needed next. */
    Future<Void> forget() {
        return barrier.decide(() -> {
            loaded = null;
            return Future.succeededFuture();
        });
    }

    private Future<SharedState> loaded() {
        if (loaded != null) {
            return loaded;
        }
        Future<SharedState> load = history.state(room.name()).map(SharedState::of);
        loaded = load;
        return load.onFailure(e -> loaded = loaded == load ? null : loaded);
    }

    private Future<SharedState> unlessLeaving(SharedState state) {
        return lifecycle.isLeaving() ? Future.failedFuture(RoomLifecycle.refusal()) : Future.succeededFuture(state);
    }

    /** Reads as many earlier changes as it takes to judge a patch on this base, as far as they are remembered. */
    private Future<SharedState> learn(SharedState state, long base) {
        int page = Math.min(PAGE_CHANGES, state.missing(base));
        if (page == 0) {
            return Future.succeededFuture(state);
        }
        return history.stateChangesBefore(room.name(), state.knownFrom(), page).compose(earlier -> {
            state.learn(earlier, earlier.size() < page, room.first());
            return learn(state, base);
        });
    }

    private Future<RoomReply> decide(SharedState state, RoomCommand.Patch command, MergePatch patch) {
        Optional<PreparedPatch> prepared;
        try {
            room.check(command.principal(), Action.WRITE_STATE, null); // it may have waited for its turn
            prepared = state.prepare(
                    patch, command.base(), room.seq(), settings.limits().state());
        } catch (Refusal refusal) {
            return unlessSent(command, patch, Future.failedFuture(refusal));
        }
        return prepared.isEmpty()
                ? unlessSent(command, patch, unchanged(command))
                : store(state, command, prepared.get());
    }

    private Future<RoomReply> store(SharedState state, RoomCommand.Patch command, PreparedPatch prepared) {
        String user = command.by().author().id();
        String id = command.id() == null ? settings.ids().get() : command.id();
        Commit.Cause cause = command.id() == null
                ? null
                : new Commit.Cause(user, id, prepared.patch().digest());
        Commit.NewEvent event = new Commit.NewEvent(
                EventType.STATE, id, command.by().author(), prepared.patch().body());
        Commit commit = room.commit(now(), cause, List.of(event), List.of(new Effect.PatchState(prepared.snapshot())));
        return eventLog.commit(commit, () -> room.notStored(commit))
                .onFailure(e -> loaded = null)
                .compose(committed -> {
                    if (committed instanceof Committed.Stored stored) {
                        state.apply(prepared, stored.first());
                    } else if (!(committed instanceof Committed.Duplicate)) {
                        loaded = null;
                    }
                    return StoredReplies.of(commit, committed, code -> code.refuse("the store refused the patch"));
                });
    }

    /** A resend gets the first reply, also when a limit or the rules would refuse it now. */
    private Future<RoomReply> unlessSent(RoomCommand.Patch command, MergePatch patch, Future<RoomReply> otherwise) {
        if (command.id() == null) {
            return otherwise;
        }
        return history.sent(room.name(), command.by().author().id(), command.id())
                .compose(found -> found.map(sent ->
                                StoredReplies.again(command.id(), sent.seq(), sent.ts(), sent.isSame(patch.digest())))
                        .orElse(otherwise));
    }

    private Future<RoomReply> unchanged(RoomCommand.Patch command) {
        return Future.succeededFuture(new RoomReply.Stored(command.id(), 0, now(), false));
    }

    private long now() {
        return settings.clock().millis();
    }
}
