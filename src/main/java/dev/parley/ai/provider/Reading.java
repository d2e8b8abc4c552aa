package dev.parley.ai.provider;

import dev.parley.protocol.AiReply.Usage;
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
public final class Reading {
    private static final int UNKNOWN = -1;

    private final Consumer<String> said;
    private final WholeCharacters characters = new WholeCharacters();
    private final ToolCalls tools = new ToolCalls();
    private boolean begun;
    private boolean done;
    private Stop stop;
    private int input = UNKNOWN;
    private int output = UNKNOWN;
    private long saidChars;
    private long news;

    /** @param said is told whole characters, at once */
    Reading(Consumer<String> said) {
        this.said = said;
    }

    /** A piece of the answer; may be empty, and may end within a character. */
    public void said(String piece) {
        if (!piece.isEmpty()) {
            begun();
            tell(characters.of(piece));
        }
    }

    /** The model is at work on something that is not shown. */
    public void begun() {
        begun = true;
        news++;
    }

    /** The tools that are asked for, piece by piece; whoever adds to them calls {@link #begun} too. */
    public ToolCalls tools() {
        return tools;
    }

    /** Tokens that the provider counted, of the prompt. */
    public void input(int tokens) {
        input = tokens;
    }

    /** Tokens that the provider counted, of the answer so far. */
    public void output(int tokens) {
        output = tokens;
    }

    /** Why the model stopped; the end mark is still to come. */
    public void stop(Stop why) {
        stop = why;
        news++;
    }

    public boolean isStopped() {
        return stop != null;
    }

    /**
     * The end mark.
     *
     * @throws ProviderFault when the model had not stopped, or a tool has no name
     */
    public void done() {
        if (stop == null) {
            throw ProviderFault.early();
        }
        tools.check();
        done = true;
        tell(characters.rest());
    }

    public boolean isDone() {
        return done;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Rises with whatever shows that the model is at work. */
    long news() {
        return news;
    }

    /** Why it ended, once it is done. */
    Stop stop() {
        return stop;
    }

    /** As counted by the provider; what it did not count is estimated; null when nothing was said and nothing counted. */
    Usage usage(long promptChars) {
        boolean counted = input != UNKNOWN || output != UNKNOWN;
        if (!counted && !done && saidChars == 0) {
            return null;
        }
        return new Usage(
                input == UNKNOWN ? Tokens.in(promptChars) : input,
                output == UNKNOWN ? Tokens.in(saidChars + tools.chars()) : output,
                input == UNKNOWN || output == UNKNOWN);
    }

    private void tell(String whole) {
        saidChars += whole.length();
        if (!whole.isEmpty()) {
            said.accept(whole);
        }
    }
}
