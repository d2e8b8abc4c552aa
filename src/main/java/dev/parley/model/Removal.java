package dev.parley.model;

import java.util.List;

/**
 * Whom an event takes out of its room: nothing above its {@code seq} reaches them. Services and admins stay, unless the
 * room is gone.
 *
 * @param users those who are taken out; with {@code others} those who stay
 * @param others whether it takes out all others
 * @param gone whether the room was deleted: nobody stays
 * @param rank of whoever kicked these users, who does not take out others of that rank or above; 0 for every other
 *     removal
 */
public record Removal(List<String> users, boolean others, boolean gone, int rank) {
    public Removal {
        users = users == null ? List.of() : List.copyOf(users);
    }

    /** Whom this event takes out; null for nobody. */
    public static Removal of(Event event) {
        return event.type().equals(EventType.ROOM) ? RoomChange.of(event.body()).removal() : null;
    }

    /** The room is deleted. */
    public static Removal ofAll() {
        return new Removal(List.of(), true, true, 0);
    }

    /** Whether it is about this user; {@link #rank} is for {@code access} to compare. */
    public boolean names(String user) {
        return gone || users.contains(user) != others;
    }
}
