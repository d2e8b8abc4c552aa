package dev.parley.ai.provider;

import dev.parley.ai.text.WholeCharacters;
import dev.parley.model.TokenUsage;
import java.util.function.Consumer;

/**
 * What was read of one response so far, whatever its dialect.
 *
 * <pre>
 *  silent ── text, thoughts or a tool ──► begun ── stop ──► stopped ── the end mark ──► done
 * </pre>
 *
 * Usage may come at any time. After the end nothing counts any more.
 */
public final class StreamState {
    private static final int UNKNOWN = -1;

    private final Consumer<String> text;
    private final WholeCharacters characters = new WholeCharacters();
    private final Reasoning reasoning = new Reasoning();
    private final ToolCalls tools = new ToolCalls(reasoning::addCall);
    private boolean markActive;
    private boolean finish;
    private boolean lastWord;
    private StopReason stopReason;
    private int input = UNKNOWN;
    private int output = UNKNOWN;
    private long saidChars;
    private long activity;

    /** @param said is told whole characters, at once */
    StreamState(Consumer<String> said) {
        this.text = said;
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
        markActive = true;
        activity++;
    }

    /** The tools that are asked for, piece by piece; whoever adds to them calls {@link #markActive} too. */
    public ToolCalls tools() {
        return tools;
    }

    /** What the provider must get back with this round; whoever adds to it calls {@link #markActive} too. */
    public Reasoning reasoning() {
        return reasoning;
    }

    /** Tokens that the provider counted, of the prompt; 0 or less tells nothing, whatever it was meant to say. */
    public void input(int tokens) {
        input = tokens > 0 ? tokens : input;
    }

    /** Tokens that the provider counted, of the answer so far; 0 or less tells nothing. */
    public void output(int tokens) {
        output = tokens > 0 ? tokens : output;
    }

    /** Why the model stopped; the end mark is still to come. A reason that is worse than success stays. */
    public void stop(StopReason why) {
        stopReason = stopReason == null || !why.equals(StopReason.DONE) ? why : stopReason;
        lastWord = true;
        activity++;
    }

    /** The same from a provider that says so with every chunk: only the stream's end tells whether more comes. */
    public void stopForNow(StopReason why) {
        boolean before = lastWord;
        stop(why);
        lastWord = before;
    }

    /** Whether the model has stopped, and at most its usage and the end mark are still to come. */
    boolean hasStopped() {
        return lastWord;
    }

    public boolean isStopped() {
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
        finish = true;
        emit(characters.rest());
    }

    public boolean isDone() {
        return finish;
    }

    /** Whether the model has put out anything, shown or not. */
    public boolean hasOutput() {
        return markActive;
    }

    /** Whether anything was said that people see. */
    boolean hasText() {
        return saidChars > 0;
    }

    /** Rises with whatever shows that the model is at work. */
    long activity() {
        return activity;
    }

    /** Why it ended, once it is done. */
    StopReason stop() {
        return stopReason;
    }

    /** As counted by the provider; what it did not count is estimated; null when nothing was said and nothing counted. */
    TokenUsage usage(long promptChars) {
        boolean counted = input != UNKNOWN || output != UNKNOWN;
        if (!counted && !finish && !markActive) {
            return null;
        }
        return new TokenUsage(
                input == UNKNOWN ? TokenEstimate.in(promptChars) : input,
                output == UNKNOWN ? TokenEstimate.in(saidChars + reasoning.chars() + tools.chars()) : output,
                input == UNKNOWN || output == UNKNOWN);
    }

    private void emit(String whole) {
        saidChars += whole.length();
        if (!whole.isEmpty()) {
            reasoning.addText(whole.length());
            text.accept(whole);
        }
    }
}
