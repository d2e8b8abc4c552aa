package dev.parley.capability;

import io.vertx.core.json.JsonObject;

/** What the sender of a frame gets. */
public sealed interface FrameReply {

    /**
     * The core's {@code ack}: done.
     *
     * @param seq of the event that was stored; 0 when none was
     */
    record Done(long seq) implements FrameReply {}

    /**
     * A frame of the capability's own: <code>{type, room, …body, id}</code>.
     *
     * @param type text that no frame of the core has
     */
    record Fields(String type, JsonObject body) implements FrameReply {}
}
