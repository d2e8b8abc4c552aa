package dev.parley.messages;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import java.util.List;

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
    record StepStarted(int input) implements AiReply {}

    /**
     * The model's round is over and it wants tools, at least one. Those that run do so after the next pull.
     *
     * @param calls offsets and times are set by the room
     * @param usage of this round; null when unknown
     * @param reasoning as in {@link TurnStep}
     */
    record ToolsRequested(List<ToolCall> calls, TokenUsage usage, String reasoning) implements AiReply {
        public ToolsRequested {
            reasoning = reasoning == null ? "" : reasoning; // an older node sent none
        }

        public ToolsRequested(List<ToolCall> calls, TokenUsage usage) {
            this(calls, usage, "");
        }
    }

    /** A tool has a result. */
    record ToolEnded(ToolCall call) implements AiReply {}

    /** The last reply: nothing is left to do before a person has allowed or refused a tool. */
    record Waiting() implements AiReply {}

    /**
     * The last reply.
     *
     * @param text what was said since the last chunk
     * @param usage of this round; null when unknown
     * @param error for people; null unless {@code reason} is {@code FAILED}
     */
    record End(String text, EndReason reason, TokenUsage usage, String error) implements AiReply {}
}
