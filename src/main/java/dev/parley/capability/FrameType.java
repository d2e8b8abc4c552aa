package dev.parley.capability;

import dev.parley.access.Action;
import io.vertx.core.Future;

/**
 * A type of frames from clients. All of them are about a room, and count as frames do.
 *
 * @param type as it stands in the frame
 * @param inRoom what the sender must be allowed to do in the frame's room
 * @param bytesMax most bytes of a frame, beyond which it is {@code too_large}; {@code limits.frame} bounds all
 */
public record FrameType(String type, Action inRoom, int bytesMax, Handler handler) {

    /** Carries out a frame: throws or fails with a {@link dev.parley.model.Refusal}. On a gateway's context. */
    @FunctionalInterface
    public interface Handler {
        Future<FrameReply> handle(FrameCall call);
    }
}
