package dev.parley.metrics;

import dev.parley.ai.AiProvider;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Times the first text of each call of another provider, and counts the calls that fail. On the AI verticle's context,
 * as that provider.
 */
final class MeteredProvider implements AiProvider {
    private final AiProvider provider;
    private final Timer firstToken;
    private final Counter errors;

    MeteredProvider(AiProvider provider, Timer firstToken, Counter errors) {
        this.provider = provider;
        this.firstToken = firstToken;
        this.errors = errors;
    }

    @Override
    public Call start(Prompt prompt, Sink sink) {
        return provider.start(prompt, new MeteredSink(sink));
    }

    @Override
    public boolean isModel() {
        return provider.isModel();
    }

    @Override
    public int reads(Prompt prompt) {
        return provider.reads(prompt);
    }

    private final class MeteredSink implements Sink {
        private final Sink sink;
        private final long begun = System.nanoTime();
        private boolean hasText;

        MeteredSink(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void said(String text) {
            if (!hasText) {
                hasText = true;
                firstToken.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
            sink.said(text);
        }

        @Override
        public void asked(List<ToolRequest> calls, TokenUsage usage, String reasoning) {
            sink.asked(calls, usage, reasoning);
        }

        @Override
        public void ended(EndReason reason, TokenUsage usage, String error) {
            if (reason == EndReason.FAILED) {
                errors.increment();
            }
            sink.ended(reason, usage, error);
        }
    }
}
