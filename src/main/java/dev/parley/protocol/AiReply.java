package dev.parley.protocol;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What the AI verticle answers: chunks that ask for the next pull, then exactly one end. */
public sealed interface AiReply {

    /** What was said since the last reply; empty means: still at it. */
    record Chunk(String text) implements AiReply {}

    /**
     * The last reply.
     *
     * @param text what was said since the last chunk
     * @param usage null when unknown
     * @param error for people; null unless {@code reason} is {@code FAILED}
     */
    record End(String text, Reason reason, Usage usage, String error) implements AiReply {}

    /** Why an answer ended. */
    enum Reason {
        DONE,
        CANCELLED,
        FAILED,
        LENGTH;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tokens, as the provider counted them or, when it did not, estimated. */
    record Usage(int input, int output, boolean estimated) {
        public JsonObject toJson() {
            return new JsonObject().put("input", input).put("output", output).put("estimated", estimated);
        }
    }
}
