package dev.parley.ai.provider;

import dev.parley.ai.text.WholeCharacters;
import dev.parley.model.TokenUsage;
import java.util.function.Consumer;

/**
 * Collects what was read of one response so far, whatever its dialect: text, tool calls, reasoning, usage and the stop.
 *
 * <pre>
 *  STREAMING ── stop ──► STOPPED ── the end mark ──► DONE
 *      └── the end mark, when every chunk named a stop ──►┘
 * </pre>
 *
 * Usage may come at any time. Nothing counts after the end mark. Used by one response, on its context.
 */
public final class StreamState {
    private static final int UNKNOWN = -1;

    private enum State {
        STREAMING,
        STOPPED,
        DONE
    }

    private final Consumer<String> onText;
    private final WholeCharacters characters = new WholeCharacters();
    private final Reasoning reasoning = new Reasoning();
    private final ToolCalls tools = new ToolCalls(reasoning::addCall);
    private State state = State.STREAMING;
    private StopReason stopReason; // null until the model has named one
    private int input = UNKNOWN;
    private int output = UNKNOWN;
    private long textChars;
    private long outputs; // pieces of text, reasoning and tool calls
    private long stops;

    /** @param onText gets whole characters, at once */
    StreamState(Consumer<String> onText) {
        this.onText = onText;
    }

    private void to(State next) {
        state = next;
    }

    /** A piece of the answer; may be empty, and may end within a character. */
    public void text(String piece) {
        if (!piece.isEmpty()) {
            markActive();
            emit(characters.of(piece));
        }
    }

    /** The model is at work on something that is not shown. */
    public void markActive() {
        outputs++;
    }

    /** The tool calls, piece by piece; whoever adds to them calls {@link #markActive} too. */
    public ToolCalls tools() {
        return tools;
    }

    /** What the provider must get back with this step; whoever adds to it calls {@link #markActive} too. */
    public Reasoning reasoning() {
        return reasoning;
    }

    /** Tokens of the prompt, as the provider counted them; 0 or less means that it did not. */
    public void input(int tokens) {
        input = tokens > 0 ? tokens : input;
    }

    /** Tokens of the answer so far, as the provider counted them; 0 or less means that it did not. */
    public void output(int tokens) {
        output = tokens > 0 ? tokens : output;
    }

    /** Why the model stopped; the end mark is still to come. A reason that is worse than success stays. */
    public void stop(StopReason why) {
        stopForNow(why);
        if (state == State.STREAMING) {
            to(State.STOPPED);
        }
    }

    /**
     * The same from a provider that names a reason in every chunk: only the end of the stream tells whether more comes.
     */
    public void stopForNow(StopReason why) {
        stopReason = stopReason == null || !why.equals(StopReason.DONE) ? why : stopReason;
        stops++;
    }

    /** Whether the model has stopped, and at most its usage and the end mark are still to come. */
    boolean hasStopped() {
        return state != State.STREAMING;
    }

    /** Whether the model has named a reason to stop, be it one that only the end of the stream makes final. */
    public boolean hasStopReason() {
        return stopReason != null;
    }

    /**
     * The end mark.
     *
     * @throws ProviderFault when the model had not stopped, or a tool has no name
     */
    public void finish() {
        if (stopReason == null) {
            throw ProviderFault.early();
        }
        tools.check();
        to(State.DONE);
        emit(characters.rest());
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /** Whether the model has put out anything, shown or not. */
    public boolean hasOutput() {
        return outputs > 0;
    }

    /** Whether there is text that people see. */
    boolean hasText() {
        return textChars > 0;
    }

    /** Rises with whatever shows that the model is at work. */
    long activity() {
        return outputs + stops;
    }

    /** Why the model stopped, once the response is done. */
    StopReason stopReason() {
        return stopReason;
    }

    /** As counted by the provider, and estimated where it did not count; null when there was no output and no count. */
    TokenUsage usage(long promptChars) {
        boolean counted = input != UNKNOWN || output != UNKNOWN;
        if (!counted && !isDone() && !hasOutput()) {
            return null;
        }
        return new TokenUsage(
                input == UNKNOWN ? TokenUsage.tokensIn(promptChars) : input,
                output == UNKNOWN ? TokenUsage.tokensIn(textChars + reasoning.chars() + tools.chars()) : output,
                input == UNKNOWN || output == UNKNOWN);
    }

    private void emit(String whole) {
        textChars += whole.length();
        if (!whole.isEmpty()) {
            reasoning.addText(whole.length());
            onText.accept(whole);
        }
    }
}
