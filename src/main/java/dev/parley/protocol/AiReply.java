package dev.parley.protocol;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * What the AI verticle answers: each reply but the last asks for the next pull, which comes once the reply was kept. The
 * last is an {@link End}, or {@link Waiting}.
 */
public sealed interface AiReply {

    /** What was said since the last reply; empty means: still at it. */
    record Chunk(String text) implements AiReply {}

    /**
     * A model was asked; only of those that count tokens. Of a round that is cut short nothing else will be known.
     *
     * @param input tokens that it reads, estimated; below 0 they are taken back, as the model turned out not to read them
     */
    record Begun(int input) implements AiReply {}

    /**
     * The model's round is over and it wants tools, at least one. Those that run do so after the next pull.
     *
     * @param calls offsets and times are set by the room
     * @param usage of this round; null when unknown
     * @param reasoning as in {@link TurnStep}
     */
    record Calls(List<ToolCall> calls, Usage usage, String reasoning) implements AiReply {
        public Calls {
            reasoning = reasoning == null ? "" : reasoning; // an older node sent none
        }

        public Calls(List<ToolCall> calls, Usage usage) {
            this(calls, usage, "");
        }
    }

    /** A tool has a result. */
    record Settled(ToolCall call) implements AiReply {}

    /** The last reply: nothing is left to do before a person has allowed or refused a tool. */
    record Waiting() implements AiReply {}

    /**
     * The last reply.
     *
     * @param text what was said since the last chunk
     * @param usage of this round; null when unknown
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

        public static Reason of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Tokens, as the provider counted them or, when it did not, estimated. */
    record Usage(int input, int output, boolean estimated) {
        public JsonObject toJson() {
            return new JsonObject().put("input", input).put("output", output).put("estimated", estimated);
        }

        public static Usage of(JsonObject json) {
            return new Usage(json.getInteger("input"), json.getInteger("output"), json.getBoolean("estimated"));
        }

        /** A rough count, where nobody knows better: four characters a token. */
        public static int tokensIn(long chars) {
            return (int) Math.min(Integer.MAX_VALUE, (chars + 3) / 4);
        }

        /** Of both together; either may be null. */
        public static Usage sum(Usage one, Usage other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return new Usage(one.input + other.input, one.output + other.output, one.estimated || other.estimated);
        }
    }
}
