package dev.parley.auth;

import dev.parley.protocol.Author;
import dev.parley.protocol.Member;
import dev.parley.protocol.Role;
import java.util.List;

/**
 * Who a bearer is, as a valid token or session says.
 *
 * @param picture null when there is none
 * @param rooms patterns of rooms it may enter
 * @param expiresAt milliseconds since the epoch
 * @param session the store's key of its session; null for a bearer of a JWT
 */
public record Identity(
        String user, String name, String picture, Role role, List<String> rooms, long expiresAt, String session) {

    public Member member() {
        return new Member(user, name, picture);
    }

    public Author author() {
        return new Author(user, name, Author.Kind.USER);
    }
}
