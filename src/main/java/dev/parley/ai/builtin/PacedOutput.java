package dev.parley.ai.builtin;

import dev.parley.ai.provider.AiProvider;
import dev.parley.model.EndReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Says a text word by word, at a pace.
 *
 * <pre>
 *  silent ── say ──► speaking ── last piece ──► over
 *                    │     ▲                     ▲
 *                    pause resume    cancel: from any
 * </pre>
 */
final class PacedOutput implements AiProvider.Call {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final AiProvider.Sink sink;
    private final long paceMs;
    private List<String> pieces; // null before say
    private int next;
    private boolean paused;
    private boolean over;
    private boolean speaking; // guards against a sink that resumes us while we speak
    private long timer = NO_TIMER;

    PacedOutput(Vertx vertx, AiProvider.Sink sink, Duration pace) {
        this.vertx = vertx;
        this.sink = sink;
        this.paceMs = pace.toMillis();
    }

    void say(String text) {
        pieces = WordPieces.of(text);
        go();
    }

    void fail(String error) {
        if (!over) {
            over = true;
            sink.onEnd(EndReason.FAILED, null, error);
        }
    }

    @Override
    public void cancel() {
        over = true;
        vertx.cancelTimer(timer);
    }

    @Override
    public void pause() {
        paused = true;
        vertx.cancelTimer(timer);
        timer = NO_TIMER;
    }

    @Override
    public void resume() {
        paused = false;
        go();
    }

    private void go() {
        if (speaking || timer != NO_TIMER) {
            return;
        }
        speaking = true;
        while (!over && !paused && pieces != null && timer == NO_TIMER) {
            step();
        }
        speaking = false;
    }

    private void step() {
        if (next == pieces.size()) {
            over = true;
            sink.onEnd(EndReason.DONE, null, null);
            return;
        }
        sink.onText(pieces.get(next++));
        if (paceMs > 0 && !over && !paused && next < pieces.size()) {
            timer = vertx.setTimer(paceMs, id -> {
                timer = NO_TIMER;
                go();
            });
        }
    }
}
