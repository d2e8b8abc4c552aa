package dev.parley.auth;

import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Author;
import dev.parley.model.Member;
import dev.parley.model.NameRange;
import dev.parley.model.Role;
import dev.parley.model.RoomPatterns;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user whose a valid token or session is: name, role, and the rooms it may enter.
 *
 * @param picture null when there is none
 * @param rooms patterns of rooms it may enter, see {@link RoomPatterns}
 * @param expiresAt milliseconds since the epoch
 * @param session the store's key of its session; null for a JWT
 */
public record Identity(
        String user, String name, String picture, Role role, List<String> rooms, long expiresAt, String session) {

    /**
     * Whether this user may enter a stored room. A room with an assistant is open to its owner alone, whatever the
     * role; any other to those whose patterns allow it. A {@code !} pattern denies both.
     */
    public boolean mayEnter(String room) {
        return AssistantRooms.isPrivate(room)
                ? AssistantRooms.ownedBy(room, user) && !RoomPatterns.denied(rooms, room)
                : RoomPatterns.allow(rooms, room);
    }

    /** Where rooms that this user may enter may be, in order; each room is still to be checked by {@link #mayEnter}. */
    public List<NameRange> enterable() {
        Stream<NameRange> open =
                RoomPatterns.ranges(rooms).stream().flatMap(range -> range.without(AssistantRooms.all()).stream());
        return NameRange.union(
                Stream.concat(open, AssistantRooms.of(user).stream()).toList());
    }

    /** What rights are judged by. */
    public Principal principal() {
        return new Principal(user, role, rooms);
    }

    public Member member() {
        return new Member(user, name, picture, isGuest());
    }

    public Author author() {
        return new Author(user, name, Author.Kind.USER, isGuest());
    }

    /** The same under another name. */
    Identity named(String shown) {
        return new Identity(user, shown, picture, role, rooms, expiresAt, session);
    }

    private boolean isGuest() {
        return role == Role.GUEST;
    }
}
