package dev.parley.messages;

import dev.parley.bus.Wire;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import java.util.List;

/**
 * A reply of the AI verticle in a turn: each but the last asks for the next pull, which comes once the room has stored
 * the reply. The last is an {@link End} or {@link Waiting}.
 */
@Wire("AiReply")
public sealed interface AiReply {

    /** The text since the last reply; empty means that the model is still at work. */
    @Wire("Chunk")
    record Chunk(String text) implements AiReply {}

    /**
     * A step has started; only of models, which count tokens. If the step is cut short, nothing else is known of it.
     *
     * @param input tokens that the model reads, estimated; below 0 they are taken back, as the model did not read them
     */
    @Wire("StepStarted")
    record StepStarted(int input) implements AiReply {}

    /**
     * The model has asked for tools, at least one. They run after the next pull, unless they wait for a person.
     *
     * @param calls offsets and times are set by the room
     * @param usage of this step; null when unknown
     * @param reasoning as in {@link TurnStep}
     */
    @Wire("ToolsRequested")
    record ToolsRequested(List<ToolCall> calls, TokenUsage usage, String reasoning) implements AiReply {
        public ToolsRequested {
            reasoning = reasoning == null ? "" : reasoning; // an older node sent none
        }

        public ToolsRequested(List<ToolCall> calls, TokenUsage usage) {
            this(calls, usage, "");
        }
    }

    /**
     * A tool has a result.
     *
     * @param call with what is stored of the result
     * @param shown the result as members see it while it is new; null when that is what is stored
     */
    @Wire("ToolEnded")
    record ToolEnded(ToolCall call, String shown) implements AiReply {
        public ToolEnded(ToolCall call) {
            this(call, null);
        }
    }

    /** The last reply: nothing is left to do before a person has allowed or refused a tool. */
    @Wire("Waiting")
    record Waiting() implements AiReply {}

    /** The only reply to {@link AiCommand.Forget}. */
    @Wire("Forgotten")
    record Forgotten() implements AiReply {}

    /**
     * The last reply.
     *
     * @param text since the last chunk
     * @param usage of this step; null when unknown
     * @param error for people; null unless {@code reason} is {@code FAILED}
     */
    @Wire("End")
    record End(String text, EndReason reason, TokenUsage usage, String error) implements AiReply {}
}
