package dev.parley.ai;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import java.time.Duration;

/** Receives the start and the end of every turn, for metrics. Called on the AI verticle's context. */
public interface AiObserver {
    /** Does nothing. */
    AiObserver NONE = new AiObserver() {
        @Override
        public void onStart(String assistant) {}

        @Override
        public void onEnd(String assistant, EndReason reason, TokenUsage usage, Duration took) {}

        @Override
        public void onRefused(String assistant) {}

        @Override
        public void onWaiting(String assistant) {}
    };

    void onStart(String assistant);

    /**
     * Once for each turn that started. One that nobody pulls any more is {@code CANCELLED}; {@code usage} may be null.
     */
    void onEnd(String assistant, EndReason reason, TokenUsage usage, Duration took);

    /** In place of an end: the turn waits for a person. */
    void onWaiting(String assistant);

    /** Too many turns were in progress. */
    void onRefused(String assistant);
}
