package dev.parley.ai;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import java.time.Duration;

/** Told about every answer, on the AI verticle's context: what metrics are made of. */
public interface AiObserver {
    /** Sees nothing. */
    AiObserver NONE = new AiObserver() {
        @Override
        public void started(String assistant) {}

        @Override
        public void ended(String assistant, EndReason reason, TokenUsage usage, Duration took) {}

        @Override
        public void refused(String assistant) {}

        @Override
        public void held(String assistant) {}
    };

    void started(String assistant);

    /** Once for each that started. An answer nobody pulls any more is {@code CANCELLED}; {@code usage} may be null. */
    void ended(String assistant, EndReason reason, TokenUsage usage, Duration took);

    /** In place of an end: the answer waits for a person. */
    void held(String assistant);

    /** Too many answers were in progress. */
    void refused(String assistant);
}
