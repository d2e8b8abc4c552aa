package dev.parley.access;

/**
 * What an {@link Action} is about: a room, something of a user's, or both.
 *
 * @param room its stored name; null when it is about no room, or about all
 * @param user whose it is; null when it is nobody's, or everybody's
 */
public record Resource(String room, String user) {

    public static Resource room(String room) {
        return new Resource(room, null);
    }

    public static Resource user(String user) {
        return new Resource(null, user);
    }
}
