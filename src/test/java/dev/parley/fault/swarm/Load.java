package dev.parley.fault.swarm;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many talk, where, and how much; all that is left to chance comes from the seed.
 *
 * @param roomsEach how many of the rooms each client is in
 * @param perSecond messages of all together, whether or not the servers keep up
 * @param callsPercent of the messages call the assistant
 */
public record Load(
        long seed, String roomPrefix, int clients, int rooms, int roomsEach, double perSecond, int callsPercent) {
    /** As the table has it: 120 clients, 20 rooms, both doors. */
    public static Load of(long seed, String roomPrefix) {
        return new Load(seed, roomPrefix, 120, 20, 2, 100, 1);
    }

    public List<String> roomNames() {
        return IntStream.range(0, rooms).mapToObj(this::room).toList();
    }

    /** The rooms of one client. */
    List<String> roomsOf(int client) {
        return IntStream.range(0, roomsEach)
                .mapToObj(n -> room((client * roomsEach + n * (client / rooms + 1)) % rooms))
                .distinct()
                .toList();
    }

    private String room(int number) {
        return roomPrefix + "-" + number;
    }
}
