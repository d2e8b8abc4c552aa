package dev.parley.room.audience;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.RoomCommand.Present;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.rules.Audience;
import dev.parley.room.rules.Room;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;

/**
 * The question who is connected, which a room puts to the gateways: to all of them when it starts, then every second to
 * those of its {@link Audience} that have not answered. A start waits for all answers, but never longer than {@code
 * rooms.rollCall}: a frozen node must not keep a room from waking up. What a late answer brings is news. On the room's
 * context; at most two timers.
 */
public final class RollCall {
    private static final long ASK_AGAIN_MS = 1000;

    private final Vertx vertx;
    private final RoomSettings settings;
    private final Room room;
    private final Broadcaster broadcaster;
    private final PresenceNotices presenceNotices;
    private final RoomLifecycle roomLifecycle;
    private final Promise<Void> over = Promise.promise();
    private final long calledAt;
    private int expected;
    private boolean timerSet;

    public RollCall(
            Vertx vertx,
            RoomSettings settings,
            Room room,
            Broadcaster broadcaster,
            PresenceNotices presenceNotices,
            RoomLifecycle roomLifecycle) {
        this.vertx = vertx;
        this.settings = settings;
        this.room = room;
        this.broadcaster = broadcaster;
        this.presenceNotices = presenceNotices;
        this.roomLifecycle = roomLifecycle;
        this.calledAt = room.seq();
    }

    /** Asks all gateways; completes when those in view have answered, or after a time. */
    public Future<Void> call() {
        settings.bus().publish(Addresses.GATEWAYS, question());
        long impatience = vertx.setTimer(settings.rooms().rollCall().toMillis(), t -> over.tryComplete());
        return over.future().onSuccess(v -> {
            vertx.cancelTimer(impatience);
            watch();
        });
    }

    private GatewayEvent.RollCall question() {
        return new GatewayEvent.RollCall(room.name(), settings.membership().node(), room.epoch(), calledAt);
    }

    /** Whether fewer answered than were there when the room fell asleep: some have died with their node. */
    public boolean missesSome() {
        return room.presence().count() < expected;
    }

    /** These gateways are in view now. Those that were not are asked. */
    public void see(Set<String> gateways) {
        room.audience().see(gateways);
        presenceNotices.watchPresence();
        if (over.future().isComplete()) {
            ask();
        } else {
            completeIfAll();
        }
    }

    /** A socket was let in, perhaps by a gateway that nobody here knew of. */
    public void entered(String gateway) {
        room.audience().spoke(gateway);
        watch();
    }

    /** Takes an answer, unless it is one to a former owner of the room. */
    public void answer(Present command) {
        if (command.epoch() > room.epoch()) {
            roomLifecycle.end("a gateway knows of an owner with epoch " + command.epoch());
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
        boolean isNew = room.audience().standing(command.gateway()) != Audience.Standing.TOLD;
        room.audience().answered(command.gateway());
        if (!over.future().isComplete()) {
            room.presence().recall(command.gateway(), command.here());
            if (room.seq() != calledAt && !command.here().isEmpty()) {
                broadcaster.tellPosition(command.gateway());
            }
            completeIfAll();
        } else {
            command.here().forEach(here -> room.presence().enter(here, command.gateway()));
            presenceNotices.watchPresence();
            if (isNew && !command.here().isEmpty()) {
                // It may have heard nothing for a while, of events nor of members.
                broadcaster.tellPosition(
                        command.gateway(),
                        presenceNotices.members(settings.limits().members()));
            }
        }
    }

    private void completeIfAll() {
        if (!room.audience().hasUnknown()) {
            over.tryComplete();
        }
    }

    private void ask() {
        GatewayEvent.RollCall question = question();
        room.audience().ask().forEach(gateway -> settings.bus().send(Addresses.gateway(gateway), question));
        presenceNotices.watchPresence();
        watch();
    }

    private void watch() {
        if (!timerSet && over.future().isComplete() && room.audience().hasUnknown()) {
            timerSet = true;
            vertx.setTimer(ASK_AGAIN_MS, t -> {
                timerSet = false;
                if (!roomLifecycle.isLeaving()) {
                    ask();
                }
            });
        }
    }
}
