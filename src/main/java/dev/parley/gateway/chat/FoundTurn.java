package dev.parley.gateway.chat;

import io.vertx.core.json.JsonObject;

/** The answer that a request is about. */
sealed interface FoundTurn {

    /**
     * It is in progress; what comes of it from now on is live.
     *
     * @param seq the room's last
     * @param entry how far it is, as {@code ready} tells it
     */
    record Running(long seq, JsonObject entry) implements FoundTurn {}

    /**
     * It is over.
     *
     * @param complete the frame that ended it
     * @param entry how far it was at its end, as {@code ready} told it before
     */
    record Ended(JsonObject complete, JsonObject entry) implements FoundTurn {}
}
