package dev.parley.ai;

import dev.parley.ai.provider.AiProvider;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A sink that a test listens at, from its own thread. */
public final class RecordingSink implements AiProvider.Sink {
    private static final int PATIENCE_S = 20;

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    /** What tools were asked for. */
    public record Asked(List<AiProvider.ToolRequest> calls, TokenUsage usage, String reasoning) {}

    /** How an answer ended. */
    public record Ended(EndReason reason, TokenUsage usage, String error) {}

    @Override
    public void onText(String piece) {
        queue.add(piece);
    }

    @Override
    public void onToolCalls(List<AiProvider.ToolRequest> calls, TokenUsage usage, String reasoning) {
        queue.add(new Asked(calls, usage, reasoning));
    }

    @Override
    public void onEnd(EndReason reason, TokenUsage usage, String error) {
        queue.add(new Ended(reason, usage, error));
    }

    /** The next piece. */
    public String piece() {
        if (next() instanceof String piece) {
            text.append(piece);
            return piece;
        }
        throw new AssertionError("it ended");
    }

    /** Waits for the end; every piece on the way is text. */
    public Ended end() {
        for (Object next = next(); ; next = next()) {
            if (next instanceof Ended ended) {
                return ended;
            }
            text.append(next);
        }
    }

    /** Waits for tools to be asked for; every piece on the way is text. */
    public Asked asked() {
        for (Object next = next(); ; next = next()) {
            if (next instanceof Asked asked) {
                return asked;
            }
            text.append((String) next);
        }
    }

    /** All that was said up to what was waited for. */
    public String text() {
        return text.toString();
    }

    /** What came and was not waited for. */
    public List<Object> rest() {
        return new ArrayList<>(queue);
    }

    private Object next() {
        try {
            Object next = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("heard nothing for " + PATIENCE_S + " s, after: " + text);
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
