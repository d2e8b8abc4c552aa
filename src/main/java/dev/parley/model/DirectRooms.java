package dev.parley.model;

/** The names of direct rooms: {@code direct:} and a key that tells nothing of the users. Pure. */
public final class DirectRooms {
    public static final String PREFIX = "direct:";
    /** Users of one, its maker among them. */
    public static final int USERS_MAX = 10;

    private DirectRooms() {}

    public static boolean isDirect(String room) {
        return room.startsWith(PREFIX);
    }

    /** All of them. */
    public static NameRange all() {
        return NameRange.prefix(PREFIX);
    }
}
