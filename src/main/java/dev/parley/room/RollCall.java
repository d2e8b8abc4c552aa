package dev.parley.room;

import dev.parley.protocol.Addresses;
import dev.parley.protocol.GatewayEvent;
import dev.parley.protocol.RoomCommand.Present;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * The question with which a room starts: gateways know who is connected, a room only caches it. It waits for as many
 * answers as the cluster has gateways, but never longer than {@code rooms.rollCall}: a frozen node must not keep a room
 * from waking up. On the room's context.
 */
final class RollCall {
    private final Vertx vertx;
    private final RoomSettings settings;
    private final Room room;
    private final Broadcaster broadcaster;
    private final Promise<Void> over = Promise.promise();
    private int awaited;
    private int answered;

    RollCall(Vertx vertx, RoomSettings settings, Room room, Broadcaster broadcaster) {
        this.vertx = vertx;
        this.settings = settings;
        this.room = room;
        this.broadcaster = broadcaster;
    }

    /** Asks all gateways; completes when enough have answered, or after a time. */
    Future<Void> call() {
        awaited = settings.membership().view().gateways();
        settings.bus()
                .publish(
                        Addresses.GATEWAYS,
                        new GatewayEvent.RollCall(
                                room.name(), settings.membership().node(), room.epoch(), room.seq()));
        long impatience = vertx.setTimer(settings.rooms().rollCall().toMillis(), t -> over.tryComplete());
        return over.future().onSuccess(v -> vertx.cancelTimer(impatience));
    }

    /** Takes an answer, unless it is one to a former owner of the room. Late ones count too. */
    void answer(Present command) {
        if (command.epoch() != room.epoch()) {
            return;
        }
        room.presence().recall(command.gateway(), command.here());
        answered++;
        if (over.future().isComplete()) {
            broadcaster.tellPosition(command.gateway());
        } else if (answered >= awaited) {
            over.complete();
        }
    }
}
