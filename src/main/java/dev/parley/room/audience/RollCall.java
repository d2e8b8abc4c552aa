package dev.parley.room.audience;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.RoomCommand.Present;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.rules.Audience;
import dev.parley.room.rules.Room;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;

/**
 * Asks the gateways who is connected: all of them when a room starts, then every second those that have not replied.
 *
 * <pre>
 *            all replied, or rooms.rollCall is over          some have not replied
 *  STARTING ──────────────────────────────────────► DONE ─────────────────────────► ASKING
 *                                                    ▲                                │
 *                                                    └────── asked a second later ────┘
 * </pre>
 *
 * <p>A start never waits longer than {@code rooms.rollCall}: a frozen node must not keep a room from waking up. What a
 * late reply brings is news. On the room's context; at most two timers.
 */
public final class RollCall {
    private enum State {
        STARTING,
        DONE,
        ASKING
    }

    private static final long ASK_AGAIN_MS = 1000;

    private final Vertx vertx;
    private final RoomSettings settings;
    private final Room room;
    private final Broadcaster broadcaster;
    private final PresenceNotices presenceNotices;
    private final RoomLifecycle lifecycle;
    private final Promise<Void> started = Promise.promise();
    /** The room's position when the roll call began: a gateway may lack what was sent since. */
    private final long seqAtStart;

    private State state = State.STARTING;
    private int expected;

    public RollCall(
            Vertx vertx,
            RoomSettings settings,
            Room room,
            Broadcaster broadcaster,
            PresenceNotices presenceNotices,
            RoomLifecycle lifecycle) {
        this.vertx = vertx;
        this.settings = settings;
        this.room = room;
        this.broadcaster = broadcaster;
        this.presenceNotices = presenceNotices;
        this.lifecycle = lifecycle;
        this.seqAtStart = room.seq();
    }

    private void to(State next) {
        State before = state;
        state = next;
        switch (next) {
            case STARTING -> throw new IllegalStateException("a room starts once");
            case DONE -> {
                if (before == State.STARTING) {
                    askLater();
                    started.complete();
                }
            }
            case ASKING ->
                vertx.setTimer(ASK_AGAIN_MS, t -> {
                    to(State.DONE);
                    if (!lifecycle.isLeaving()) {
                        ask();
                    }
                });
        }
    }

    /** Asks all gateways; completes when those in view have replied, or after {@code rooms.rollCall}. */
    public Future<Void> start() {
        settings.bus().publish(Addresses.GATEWAYS, question());
        long timer = vertx.setTimer(settings.rooms().rollCall().toMillis(), t -> complete());
        return started.future().onSuccess(v -> vertx.cancelTimer(timer));
    }

    private GatewayEvent.RollCall question() {
        return new GatewayEvent.RollCall(room.name(), settings.membership().node(), room.epoch(), seqAtStart);
    }

    /** Whether fewer replied than were there when the room fell asleep: some have died with their node. */
    public boolean missesSome() {
        return room.presence().count() < expected;
    }

    /** These gateways are in view now. Those that were not are asked. */
    public void see(Set<String> gateways) {
        room.audience().see(gateways);
        presenceNotices.watchPresence();
        if (state == State.STARTING) {
            completeIfAll();
        } else {
            ask();
        }
    }

    /** A socket was let in, perhaps by a gateway that this node does not know yet. */
    public void onEnter(String gateway) {
        room.audience().onEnter(gateway);
        askLater();
    }

    /** Takes a gateway's reply, unless it is meant for a former owner of the room. */
    public void onReply(Present command) {
        if (command.epoch() > room.epoch()) {
            lifecycle.leave(LeaveReason.FENCED, "a gateway knows of epoch " + command.epoch());
            return;
        }
        if (command.epoch() < room.epoch()) {
            return;
        }
        if (command.all()) {
            room.presence().retain(command.gateway(), command.here());
            presenceNotices.watchPresence();
            return;
        }
        expected = Math.max(expected, command.expected());
        boolean isNew = room.audience().standing(command.gateway()) != Audience.Standing.KNOWN;
        room.audience().onReply(command.gateway());
        if (state == State.STARTING) {
            room.presence().recall(command.gateway(), command.here());
            if (room.seq() != seqAtStart && !command.here().isEmpty()) {
                broadcaster.tellPosition(command.gateway());
            }
            completeIfAll();
        } else {
            command.here().forEach(here -> room.presence().enter(here, command.gateway()));
            presenceNotices.watchPresence();
            if (isNew && !command.here().isEmpty()) {
                // It may have missed events and changes of members for a while.
                broadcaster.tellPosition(
                        command.gateway(),
                        presenceNotices.members(settings.limits().members()));
            }
        }
    }

    private void completeIfAll() {
        if (!room.audience().hasUnknown()) {
            complete();
        }
    }

    private void complete() {
        if (state == State.STARTING) {
            to(State.DONE);
        }
    }

    private void ask() {
        GatewayEvent.RollCall question = question();
        room.audience().ask().forEach(gateway -> settings.bus().send(Addresses.gateway(gateway), question));
        presenceNotices.watchPresence();
        askLater();
    }

    private void askLater() {
        if (state == State.DONE && room.audience().hasUnknown()) {
            to(State.ASKING);
        }
    }
}
