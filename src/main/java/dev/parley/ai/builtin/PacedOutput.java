package dev.parley.ai.builtin;

import dev.parley.ai.provider.AiProvider;
import dev.parley.model.EndReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Streams a text word by word, at a pace.
 *
 * <pre>
 *  NEW ── start ──► IDLE ──► EMITTING ── a pause between two words ──► SLEEPING ──► EMITTING
 *                    ▲          ├── paused by the reader ──► IDLE
 *                    └──────────┤
 *                               └── the last word ──► ENDED
 *  cancel, fail: from any ──► ENDED
 * </pre>
 *
 * A pause may come in any state, also before the start. The sink may pause, resume or cancel while it gets a word. Runs
 * on one context.
 */
final class PacedOutput implements AiProvider.Call {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

    private enum State {
        NEW,
        IDLE,
        EMITTING,
        SLEEPING,
        ENDED
    }

    private final Vertx vertx;
    private final AiProvider.Sink sink;
    private final long paceMs;
    private State state = State.NEW;
    private List<String> words = List.of();
    private int next;
    private boolean paused;
    private long timer = -1; // while SLEEPING

    PacedOutput(Vertx vertx, AiProvider.Sink sink, Duration pace) {
        this.vertx = vertx;
        this.sink = sink;
        this.paceMs = pace.toMillis();
    }

    /** A text in words, each with the white space around it: joined they are the text. */
    static List<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    void start(String text) {
        words = words(text);
        if (state == State.NEW) {
            to(State.IDLE);
            emit();
        }
    }

    void fail(String error) {
        if (state != State.ENDED) {
            to(State.ENDED);
            sink.onEnd(EndReason.FAILED, null, error);
        }
    }

    private void to(State next) {
        if (state == State.SLEEPING) {
            vertx.cancelTimer(timer);
        }
        state = next;
    }

    @Override
    public void cancel() {
        to(State.ENDED);
    }

    @Override
    public void pause() {
        paused = true;
        if (state == State.SLEEPING) {
            to(State.IDLE);
        }
    }

    @Override
    public void resume() {
        paused = false;
        emit();
    }

    private void emit() {
        if (state != State.IDLE) { // else the loop below is running, or a timer
            return;
        }
        to(State.EMITTING);
        while (state == State.EMITTING && !paused) {
            emitNext();
        }
        if (state == State.EMITTING) {
            to(State.IDLE);
        }
    }

    private void emitNext() {
        if (next == words.size()) {
            to(State.ENDED);
            sink.onEnd(EndReason.DONE, null, null);
            return;
        }
        sink.onText(words.get(next++));
        if (paceMs > 0 && state == State.EMITTING && !paused && next < words.size()) {
            to(State.SLEEPING);
            timer = vertx.setTimer(paceMs, id -> {
                to(State.IDLE);
                emit();
            });
        }
    }
}
