package dev.parley.gateway.fanout;

import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomCommand.Here;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who of a room is connected to this gateway, and whether the room knows. The gateway knows who is connected; a room
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

    private final String gateway;
    private final List<Subscription> subscriptions;
    private State state = State.KNOWN;
    /** How many users were in the room when it fell asleep. */
    private int usersAtSleep;

    /** {@code subscriptions} are the room's own list. */
    Attendance(String gateway, List<Subscription> subscriptions) {
        this.gateway = gateway;
        this.subscriptions = subscriptions;
    }

    void change(Change change) {
        state = state.on(change);
    }

    void roomSleeps(int users) {
        usersAtSleep = users;
        change(Change.ROOM_SLEEPS);
    }

    boolean isOutdated() {
        return state == State.OUTDATED;
    }

    /** Whether more than these were in the room when it fell asleep. */
    boolean hadMoreThan(int users) {
        return usersAtSleep > users;
    }

    /** The reply to a roll call: those whom the room has let in. */
    RoomCommand.Present replyTo(long epoch) {
        return present(Subscription::isPresent, epoch, false);
    }

    /** All whom the room knows of, and those who are about to enter: their command may come before this one. */
    RoomCommand.Present all(long epoch) {
        return present(Subscription::wasAnnounced, epoch, true);
    }

    private RoomCommand.Present present(Predicate<Subscription> which, long epoch, boolean all) {
        List<Here> here =
                subscriptions.stream().filter(which).map(Subscription::here).toList();
        return new RoomCommand.Present(gateway, epoch, here, all, usersAtSleep);
    }
}
