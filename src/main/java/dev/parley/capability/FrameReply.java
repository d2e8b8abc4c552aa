package dev.parley.capability;

import io.vertx.core.json.JsonObject;

/** What the sender of a frame gets. */
public sealed interface FrameReply {

    /**
     * The core's {@code ack}: done.
     *
     * @param seq of the event that was stored; 0 when none was
     * @param ts milliseconds since the epoch
     * @param duplicate whether an earlier frame with the same id did it
     */
    record Done(long seq, long ts, boolean duplicate) implements FrameReply {
        /** What became of a command to a room. */
        public static Done of(RoomReceipt receipt) {
            return new Done(receipt.seq(), receipt.ts(), receipt.duplicate());
        }
    }

    /**
     * A frame of the capability's own: <code>{type, room, …body, id}</code>.
     *
     * @param type text that no frame of the core has
     */
    record Fields(String type, JsonObject body) implements FrameReply {}
}
