package dev.parley.room;

import dev.parley.access.Action;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Refusal;
import dev.parley.room.audience.PresenceNotices;
import dev.parley.room.audience.RollCall;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Decisions;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.Submission;
import dev.parley.room.turn.Turns;
import io.vertx.core.Future;

/**
 * Carries out the commands to a room, each by the part that it is about.
 *
 * <p>A {@link Refusal}, thrown or in the future, is for the sender and leaves the room as it was; any other failure is
 * an internal error. Every command but {@code Present} and {@code Reload}, which gateways send by themselves, counts as
 * use of the room. On the room's context.
 */
final class RoomCommands implements RoomCommand.Handler<Future<RoomReply>> {
    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final RollCall rollCall;
    private final PresenceNotices presenceNotices;
    private final IncomingMessages messages;
    private final Amendments amendments;
    private final Signals signals;
    private final StateCommands state;
    private final Decisions decisions;
    private final CapabilityDecisions capabilityDecisions;
    private final Turns turns;
    private final Administrations administrations;
    private final Retention retention;

    RoomCommands(
            RoomSettings settings,
            Room room,
            RoomLifecycle lifecycle,
            RollCall rollCall,
            PresenceNotices presenceNotices,
            IncomingMessages messages,
            Amendments amendments,
            Signals signals,
            StateCommands state,
            Decisions decisions,
            CapabilityDecisions capabilityDecisions,
            Turns turns,
            Administrations administrations,
            Retention retention) {
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
        this.rollCall = rollCall;
        this.presenceNotices = presenceNotices;
        this.messages = messages;
        this.amendments = amendments;
        this.signals = signals;
        this.state = state;
        this.decisions = decisions;
        this.capabilityDecisions = capabilityDecisions;
        this.turns = turns;
        this.administrations = administrations;
        this.retention = retention;
    }

    @Override
    public Future<RoomReply> enter(RoomCommand.Enter command) {
        lifecycle.touch();
        room.enter(command);
        Future<Void> told = administrations.tellVisit(command.by());
        rollCall.onEnter(command.gateway());
        presenceNotices.enter(command.here(), command.gateway());
        settings.tokens()
                .expect(command.here().who().id(), room.name(), settings.clock().millis());
        // Whoever is in gets all that comes: the reply may wait for the store, and tells how far the room is then.
        return told.compose(v -> command.state()
                ? state.read().map(read -> room.snapshot().with(read))
                : Future.succeededFuture(room.snapshot()));
    }

    @Override
    public Future<RoomReply> leave(RoomCommand.Leave command) {
        lifecycle.touch();
        presenceNotices.leave(command.here(), command.gateway());
        return done();
    }

    @Override
    public Future<RoomReply> present(RoomCommand.Present command) {
        rollCall.onReply(command);
        return done();
    }

    @Override
    public Future<RoomReply> reload(RoomCommand.Reload command) {
        if (command.epoch() == room.epoch() && command.seq() < room.seq()) {
            lifecycle.wentBack(command.seq(), "from seq " + room.seq() + " to " + command.seq());
        }
        return done();
    }

    @Override
    public Future<RoomReply> who(RoomCommand.Who command) {
        lifecycle.touch();
        if (command.principal() != null) {
            room.check(command.principal(), Action.READ, null);
        }
        return Future.succeededFuture(new RoomReply.Present(
                room.presence().first(settings.limits().members()),
                room.presence().count()));
    }

    @Override
    public Future<RoomReply> type(RoomCommand.Type command) {
        lifecycle.touch();
        room.check(command.principal(), Action.SAY, null);
        presenceNotices.type(command.user(), command.on());
        return done();
    }

    @Override
    public Future<RoomReply> say(RoomCommand.Say command) {
        lifecycle.touch();
        return messages.say(command);
    }

    @Override
    public Future<RoomReply> cancel(RoomCommand.Cancel command) {
        lifecycle.touch();
        return turns.cancel(command);
    }

    @Override
    public Future<RoomReply> approve(RoomCommand.Approve command) {
        lifecycle.touch();
        return turns.approve(command);
    }

    @Override
    public Future<RoomReply> configure(RoomCommand.Configure command) {
        lifecycle.touch();
        return administrations.configure(command);
    }

    @Override
    public Future<RoomReply> decide(RoomCommand.Decide command) {
        lifecycle.touch();
        room.check(Principal.of(command.by()), Action.ACT, null);
        return capabilityDecisions.decide(command);
    }

    @Override
    public Future<RoomReply> edit(RoomCommand.Edit command) {
        lifecycle.touch();
        return amendments.amend(Submission.of(command));
    }

    @Override
    public Future<RoomReply> delete(RoomCommand.Delete command) {
        lifecycle.touch();
        return capabilityDecisions.takeAway(
                rules -> rules.forget(room.name(), command.target()), rows -> amendments.delete(command, rows));
    }

    @Override
    public Future<RoomReply> react(RoomCommand.React command) {
        lifecycle.touch();
        return amendments.amend(Submission.of(command));
    }

    @Override
    public Future<RoomReply> emit(RoomCommand.Emit command) {
        lifecycle.touch();
        return messages.emit(command);
    }

    @Override
    public Future<RoomReply> signal(RoomCommand.Signal command) {
        lifecycle.touch();
        signals.send(command);
        return done();
    }

    @Override
    public Future<RoomReply> patch(RoomCommand.Patch command) {
        lifecycle.touch();
        return state.patch(command);
    }

    @Override
    public Future<RoomReply> readState(RoomCommand.ReadState command) {
        lifecycle.touch();
        return state.read(command).map(reply -> reply);
    }

    @Override
    public Future<RoomReply> forget(RoomCommand.Forget command) {
        lifecycle.touch();
        return capabilityDecisions
                .forget()
                .compose(v -> state.forget())
                .compose(v -> decisions.decide(
                        () -> settings.store().history().options(room.name()).onSuccess(room::apply)))
                .compose(v -> settings.forgetRoom().apply(room.name()))
                .map(new RoomReply.Done(0));
    }

    @Override
    public Future<RoomReply> administer(RoomCommand.Administer command) {
        lifecycle.touch();
        return administrations.administer(command);
    }

    @Override
    public Future<RoomReply> retain(RoomCommand.Retain command) {
        lifecycle.touch();
        return retention.retain();
    }

    private static Future<RoomReply> done() {
        return Future.succeededFuture(new RoomReply.Done(0));
    }
}
