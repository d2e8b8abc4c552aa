package dev.parley.capability;

import io.vertx.core.json.JsonObject;

/** What is sent back for a request: a status, and a body unless it is null. */
public record HttpReply(int status, JsonObject body) {
    public static HttpReply ok(JsonObject body) {
        return new HttpReply(200, body);
    }
}
