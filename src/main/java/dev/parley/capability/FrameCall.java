package dev.parley.capability;

import dev.parley.auth.Identity;
import io.vertx.core.Future;

/** A frame of a connection's user, who may enter its room. On a gateway's context. */
public interface FrameCall {

    Identity identity();

    /** The stored name of its room. */
    String room();

    /** The client's, null when it gave none. */
    String id();

    /** The whole frame as it came: a JSON object. */
    String json();

    /** Has the room decide by this capability's {@link RoomRules}, under the frame's id. */
    Future<RoomReceipt> command(int version, byte[] bytes);
}
