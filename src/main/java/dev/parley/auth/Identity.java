package dev.parley.auth;

import dev.parley.messages.Principal;
import dev.parley.model.Author;
import dev.parley.model.Member;
import dev.parley.model.Role;
import dev.parley.model.RoomPatterns;
import java.util.List;

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

    /** What rights are judged by. */
    public Principal principal() {
        return new Principal(user, role, rooms);
    }

    public Member member() {
        return new Member(user, name, picture, role.isGuest());
    }

    public Author author() {
        return new Author(user, name, Author.Kind.USER, role.isGuest());
    }

    /** The same under another name. */
    Identity named(String shown) {
        return new Identity(user, shown, picture, role, rooms, expiresAt, session);
    }
}
