package dev.parley.store;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * The log of each room, as its owner writes it: one node owns a room at a time, and only that node can commit.
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

    /** Stores a commit, whole or not at all. Commits of one room are done in the order of the calls. */
    Future<Committed> commit(Commit commit);

    /**
     * Erases some of the room's events below its {@code first_seq}, at most 500, behind writes of rooms: texts at once,
     * rows once they are 24 hours old, so that a resend still finds its id. Needs no claim. Whether texts are left.
     */
    Future<Boolean> erase(String room);
}
