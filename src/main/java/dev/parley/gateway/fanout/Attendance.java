package dev.parley.gateway.fanout;

import dev.parley.gateway.command.RoomClient;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomCommand.Here;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a room know who is connected to it at this gateway. The gateway knows who is connected; a room
 * only caches it, and asks for it when it wakes.
 *
 * <pre>
 *             LEAVE_LOST                  ROOM_SLEEPS: from any
 *   KNOWN ─────────────────────► OUTDATED        ──────► FORGOTTEN
 *     ▲ ▲                         │  ▲                      │  │
 *     │ └── REPLIED, REPORTED ────┘  └───── LEAVE_LOST ─────┘  │
 *     └───────────────────────────── REPLIED ──────────────────┘
 * </pre>
 *
 * <p>{@code OUTDATED}: somebody's leaving did not reach the room, which is sent the list of all who are here as soon as
 * it is awake. {@code FORGOTTEN}: the room left memory; what it knew it asks for again. On the gateway's context.
 */
final class Attendance {
    enum Change {
        /** The room's roll call was replied to. */
        REPLIED,
        /** The room is sent the list of all who are here. */
        REPORTED,
        /** The room did not learn that somebody left. */
        LEAVE_LOST,
        /** The room left memory. */
        ROOM_SLEEPS
    }

    enum State {
        KNOWN,
        OUTDATED,
        FORGOTTEN;

        State on(Change change) {
            return switch (change) {
                case REPLIED -> KNOWN;
                case REPORTED -> this == OUTDATED ? KNOWN : this;
                case LEAVE_LOST -> OUTDATED;
                case ROOM_SLEEPS -> FORGOTTEN;
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    private final String gateway;
    private final List<Subscription> subscriptions;
    private final RoomClient client;
    private State state = State.KNOWN;
    /** How many users were in the room when it fell asleep. */
    private int usersAtSleep;

    /** {@code subscriptions} are the room's own list. */
    Attendance(String gateway, List<Subscription> subscriptions, RoomClient client) {
        this.gateway = gateway;
        this.subscriptions = subscriptions;
        this.client = client;
    }

    private void change(Change change) {
        state = state.on(change);
    }

    /** A connection has left: the room learns it, unless it sleeps and nobody is left whom that would interest. */
    Future<Void> leave(Subscription gone) {
        if (!gone.wasAnnounced()) {
            return Future.succeededFuture();
        }
        RoomCommand.Leave command = new RoomCommand.Leave(gone.here(), gateway);
        boolean wasAlone = usersAtSleep <= 1;
        if (client.isAsleep() && wasAlone) {
            client.sendToOwner(command); // not worth waking it, but another gateway may have done so
            return Future.succeededFuture();
        }
        return client.request(command).onFailure(e -> change(Change.LEAVE_LOST)).mapEmpty();
    }

    /** The room may believe that somebody is here who left: it is sent the list of those who are. */
    void repeatLostLeave(long epoch) {
        if (state == State.OUTDATED && !client.isAsleep()) {
            change(Change.REPORTED);
            // Also those who are about to enter: their command may come before this one.
            client.request(present(Subscription::wasAnnounced, epoch, true)).onFailure(e -> change(Change.LEAVE_LOST));
        }
    }

    /** A member is shown otherwise: the room learns it, one that sleeps when it wakes. */
    void updateMember(Subscription subscription) {
        if (!client.isAsleep()) {
            client.request(subscription.enterCommand(false))
                    .onFailure(e -> LOG.debug(
                            "room {}: a member's new name did not reach it",
                            subscription.subscribers().room()));
        }
    }

    /**
     * Sends a room that woke up whom it has let in here. A node that owns the room no more learns that from the epoch.
     */
    void replyTo(GatewayEvent.RollCall rollCall, long epoch) {
        if (rollCall.epoch() == epoch) {
            change(Change.REPLIED);
        }
        client.send(rollCall.node(), present(Subscription::isPresent, epoch, false));
    }

    /** The room left memory, with so many users in it. */
    void onAsleep(int users) {
        usersAtSleep = users;
        change(Change.ROOM_SLEEPS);
        client.onAsleep();
    }

    /** Whether the room sleeps, and more than these were in it when it fell asleep. */
    boolean sleepsWithMoreThan(int users) {
        return client.isAsleep() && usersAtSleep > users;
    }

    private RoomCommand.Present present(Predicate<Subscription> which, long epoch, boolean all) {
        List<Here> here =
                subscriptions.stream().filter(which).map(Subscription::here).toList();
        return new RoomCommand.Present(gateway, epoch, here, all, usersAtSleep);
    }
}
