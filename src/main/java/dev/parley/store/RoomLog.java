package dev.parley.store;

import dev.parley.model.RoomOptions;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * The log of each room, as its owner writes it: one node owns a room at a time, and only that node can append.
 *
 * <p>Threads and failures as {@link Store} says. A writer that was fenced out changes nothing: every write names the
 * epoch that its claim was given.
 */
public interface RoomLog {

    /**
     * Takes a room over: raises its epoch, so that every other writer is fenced from now on, and {@code attempt} of its
     * open turns. In a cluster it fails with {@code unavailable} while another node that holds its lease has the room.
     */
    Future<Claim> claim(String room, String owner);

    /** The node that claimed a room and has not released it. */
    Future<Optional<String>> owner(String room);

    /** Gives a room back, if {@code epoch} is still its epoch. */
    Future<Void> release(String room, long epoch);

    /** Stores one event if its epoch is current. Appends of one room are stored in the order of the calls. */
    Future<Appended> append(Append append);

    /** Stores a room's options if {@code epoch} is still its epoch; false when it is not. */
    Future<Boolean> configure(String room, long epoch, RoomOptions options);
}
