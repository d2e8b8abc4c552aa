package dev.parley.store;

/**
 * For whom rooms are listed.
 *
 * @param user whose role is told
 * @param others whether private rooms are listed in which the user is no member; direct rooms never are
 */
public record RoomFilter(String user, boolean others) {
    /** All but direct rooms, for nobody. */
    public static final RoomFilter ALL = new RoomFilter("", true);
}
