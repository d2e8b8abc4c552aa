package dev.parley.config;

/**
 * How an assistant's server departs from the usual chat completions. {@code auto} takes what {@link Preset} and the
 * address say; any other value overrules it. Other dialects have no such choice. Immutable.
 *
 * @param maxTokens the name under which {@code maxTokens} is sent
 * @param usage whether tokens are asked for ({@code stream_options})
 * @param alternate whether messages of one side are joined, the first one the other side's
 * @param reasoning whether a model gets its reasoning back with the step in which it asked for tools
 */
public record ChatConfig(MaxTokens maxTokens, Choice usage, Choice alternate, Choice reasoning) {
    public static final ChatConfig AUTO = new ChatConfig(MaxTokens.AUTO, Choice.AUTO, Choice.AUTO, Choice.AUTO);

    /** Under which name the longest answer is sent. */
    public enum MaxTokens {
        AUTO,
        MAX_TOKENS,
        MAX_COMPLETION_TOKENS
    }

    /** Whether something is done. */
    public enum Choice {
        AUTO,
        ON,
        OFF;

        /** What was chosen, else {@code preset}. */
        public boolean or(boolean preset) {
            return this == AUTO ? preset : this == ON;
        }
    }
}
