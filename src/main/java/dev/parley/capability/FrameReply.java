package dev.parley.capability;

import io.vertx.core.json.JsonObject;

/**
 * What the sender of a frame gets: <code>{type, room, …body, id}</code>.
 *
 * @param type text that no type of the core's replies has
 */
public record FrameReply(String type, JsonObject body) {
    /** {@code done} with this {@code seq}. */
    public static FrameReply done(RoomReceipt receipt) {
        return new FrameReply(DONE, new JsonObject().put("seq", receipt.seq()));
    }

    /** The core's reply to what was done and says no more. */
    public static final String DONE = "done";
}
