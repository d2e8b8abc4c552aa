package dev.parley.capability;

import dev.parley.messages.Speaker;
import io.vertx.core.Future;

/** A capability's way to its {@link RoomRules} in any room, on whichever node the room is. From any context. */
public interface RoomCaller {

    /**
     * Has a room decide. Fails with a {@link dev.parley.model.Refusal}; {@code unavailable} says that it may be sent
     * again with the same id.
     *
     * @param id under which the first event is stored once for {@code by}
     */
    Future<RoomReceipt> command(String room, Speaker by, String id, int version, byte[] bytes);
}
