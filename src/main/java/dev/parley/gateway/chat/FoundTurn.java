package dev.parley.gateway.chat;

import io.vertx.core.json.JsonObject;

/** The turn that a request is about, running or ended. */
sealed interface FoundTurn {

    /**
     * It runs; what comes of its answer from now on is live.
     *
     * @param seq the room's last
     * @param entry how far it is, as {@code ready} has it
     */
    record Running(long seq, JsonObject entry) implements FoundTurn {}

    /**
     * It has ended.
     *
     * @param complete the frame that ended it
     * @param entry how far it was at its end, as {@code ready} had it before
     */
    record Ended(JsonObject complete, JsonObject entry) implements FoundTurn {}
}
