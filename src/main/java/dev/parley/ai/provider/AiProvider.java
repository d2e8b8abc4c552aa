package dev.parley.ai.provider;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.tool.Tool;
import dev.parley.config.AssistantConfig;
import dev.parley.model.Author;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnStep;
import java.util.List;

/**
 * Answers prompts: the seam between the AI verticle and the models.
 *
 * <p>One instance serves all turns of its dialect. Every call runs on the AI verticle's context and may not block it.
 */
public interface AiProvider {

    /**
     * Starts one step of a turn: up to the end of the answer, or up to the model's tool calls.
     *
     * @param sink is called on the same context, perhaps before this returns: with text, then exactly once with {@code
     *     onEnd} or {@code onToolCalls}; never after {@link Call#cancel}
     */
    Call start(Prompt prompt, Sink sink);

    /**
     * Whether language models answer. They count tokens, and their prompt has a summary of what came before the
     * history; what is no model uses no tokens, however its answers end, and reads the history alone.
     */
    default boolean isModel() {
        return true;
    }

    /** How many tokens a model would read for this prompt, estimated. */
    default int reads(Prompt prompt) {
        return prompt.tokens();
    }

    /** Forgets what it has learned of the services behind it, as which of them fail. */
    default void forget() {}

    /**
     * A question with everything that the model needs to answer it.
     *
     * @param asker the verified author of the question
     * @param text the question
     * @param history the room's messages up to and including the one that asks, oldest first
     * @param earlier a summary of the messages before the history; empty when there is nothing
     * @param tools that the model may ask for
     * @param steps of this turn so far; all their tools have results
     */
    record Prompt(
            AssistantConfig assistant,
            Turn turn,
            Author asker,
            String text,
            List<ChatLine> history,
            String earlier,
            List<Tool.Spec> tools,
            List<TurnStep> steps) {

        /** The tokens that a model reads, estimated. */
        public int tokens() {
            long chars = (long) assistant.system().length() + earlier.length();
            for (ChatLine chatLine : history) {
                chars += chatLine.text().length();
            }
            for (Tool.Spec tool : tools) {
                chars += tool.toString().length();
            }
            for (TurnStep step : steps) {
                chars += step.text().length();
                for (ToolCall call : step.calls()) {
                    chars += call.arguments().length();
                    chars += call.result() == null ? 0 : call.result().length();
                }
            }
            return TokenUsage.tokensIn(chars);
        }
    }

    /** Receives an answer, on the context of the call. */
    interface Sink {
        /** A piece of the answer; never splits a surrogate pair. */
        void onText(String text);

        /**
         * The step is over: the model wants these tools, at least one, in this order.
         *
         * @param usage may be null
         * @param reasoning what the provider must get back with this step; empty for none
         */
        void onToolCalls(List<ToolRequest> calls, TokenUsage usage, String reasoning);

        /** The same from a provider that needs nothing back. */
        default void onToolCalls(List<ToolRequest> calls, TokenUsage usage) {
            onToolCalls(calls, usage, "");
        }

        /** The end. {@code usage} and {@code error} may be null; {@code error} is for people and holds no secret. */
        void onEnd(EndReason reason, TokenUsage usage, String error);
    }

    /**
     * A model's request for a tool.
     *
     * @param call the provider's id of the call, or one that our dialect made; unique in the turn
     * @param arguments as the model wrote them: perhaps not JSON at all
     */
    record ToolRequest(String call, String name, String arguments) {}

    /** A step in progress. Each method may be called at any time; after the end it does nothing. */
    interface Call {
        /** Ends the provider's work and its connection. */
        void cancel();

        /** Stops reading from the provider until {@link #resume}; what was read already may still come as text. */
        void pause();

        void resume();
    }
}
