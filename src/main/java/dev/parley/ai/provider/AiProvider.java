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
 * Something that answers: the seam between the AI verticle and a model's dialect. One instance serves all turns of its
 * dialect; every call runs on the AI verticle's context and may not block it.
 */
public interface AiProvider {

    /**
     * Starts one round of an answer: to its end, or to where the model wants tools.
     *
     * @param sink is told, on the same context, what is said and then exactly once how it ended ({@code ended} or {@code
     *     asked}); perhaps before this returns; after {@link Call#cancel} it is told nothing more
     */
    Call start(Prompt prompt, Sink sink);

    /**
     * Whether language models answer. They count tokens, and are told in few words what was said before the history; what
     * is no model takes no tokens, however its answers end, and reads the history alone.
     */
    default boolean isModel() {
        return true;
    }

    /** How many tokens a model would read for this, estimated. */
    default int reads(Prompt prompt) {
        return prompt.tokens();
    }

    /**
     * What is to be answered.
     *
     * @param asker who asked, as verified
     * @param text what they asked
     * @param history the room's messages up to and including the one that asks, oldest first
     * @param earlier a summary of what was said before those; empty when there is nothing
     * @param tools what the model may ask for
     * @param steps the rounds of this answer so far, all of them settled
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

        /** What a model reads, estimated. */
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

    /** Where an answer goes. */
    interface Sink {
        /** A piece of the answer; never splits a surrogate pair. */
        void onText(String text);

        /**
         * The round is over: the model wants these, at least one, in this order.
         *
         * @param usage may be null
         * @param reasoning what the provider must get back with this round; empty for none
         */
        void onToolCalls(List<ToolRequest> calls, TokenUsage usage, String reasoning);

        /** The same from a provider that wants nothing back. */
        default void onToolCalls(List<ToolRequest> calls, TokenUsage usage) {
            onToolCalls(calls, usage, "");
        }

        /** The end. {@code usage} and {@code error} may be null; {@code error} is for people and holds no secret. */
        void onEnd(EndReason reason, TokenUsage usage, String error);
    }

    /**
     * A tool that the model asks for.
     *
     * @param call the dialect's id of it, or one that the dialect's code made; unique in the answer
     * @param arguments as the model wrote them: perhaps not JSON at all
     */
    record ToolRequest(String call, String name, String arguments) {}

    /** An answer in progress. Each method may be called at any time, also after the end, when it does nothing. */
    interface Call {
        /** Ends the provider's work and its connection. */
        void cancel();

        /** Stop reading from the provider until {@link #resume}; what was read already may still be said. */
        void pause();

        void resume();
    }
}
