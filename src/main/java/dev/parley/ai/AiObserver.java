package dev.parley.ai;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import java.time.Duration;

/** Told about every answer, on the AI verticle's context: what metrics are made of. */
public interface AiObserver {
    /** Sees nothing. */
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

    /** Once for each that started. An answer nobody pulls any more is {@code CANCELLED}; {@code usage} may be null. */
    void onEnd(String assistant, EndReason reason, TokenUsage usage, Duration took);

    /** In place of an end: the answer waits for a person. */
    void onWaiting(String assistant);

    /** Too many answers were in progress. */
    void onRefused(String assistant);
}
