package dev.parley.auth;

import io.vertx.core.json.JsonObject;

/**
 * The response to whoever opened a session: the only time its token is shown.
 *
 * @param token the only copy; the store has its hash
 * @param expiresAt milliseconds since the epoch
 */
public record OpenedSession(String token, String userId, String name, long expiresAt) {
    /** The body of the contract's response. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("token", token)
                .put("userId", userId)
                .put("name", name)
                .put("expiresAt", expiresAt);
    }

    /** A token never reaches a log. */
    @Override
    public String toString() {
        return "OpenedSession[" + userId + "]";
    }
}
