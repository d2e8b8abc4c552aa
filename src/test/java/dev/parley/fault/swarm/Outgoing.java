package dev.parley.fault.swarm;

import io.vertx.core.json.JsonObject;

/** A message from when its user pressed the key until it is answered for good. */
final class Outgoing {
    final String room;
    final String id;
    final String text;
    final long wantedAt;

    /** It claims to be another user's, which is refused. */
    final boolean isForbidden;

    /** When it was sent over the open connection and not answered yet; 0 when it is not under way. */
    long sentAt;

    Outgoing(String room, String id, String text, long wantedAt, boolean isForbidden) {
        this.room = room;
        this.id = id;
        this.text = text;
        this.wantedAt = wantedAt;
        this.isForbidden = isForbidden;
    }

    boolean isUnderWay() {
        return sentAt != 0;
    }

    JsonObject frame() {
        JsonObject frame = new JsonObject()
                .put("type", "message")
                .put("room", room)
                .put("id", id)
                .put("message", text);
        return isForbidden ? frame.put("userId", "somebody-else") : frame;
    }
}
