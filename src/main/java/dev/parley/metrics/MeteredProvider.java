package dev.parley.metrics;

import dev.parley.ai.provider.AiProvider;
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
    public void forget() {
        provider.forget();
    }

    @Override
    public int reads(Prompt prompt) {
        return provider.reads(prompt);
    }

    private final class MeteredSink implements Sink {
        private final Sink sink;
        private final long startedAt = System.nanoTime();
        private boolean hasText;

        MeteredSink(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void onText(String text) {
            if (!hasText) {
                hasText = true;
                firstToken.record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
            }
            sink.onText(text);
        }

        @Override
        public void onToolCalls(List<ToolRequest> calls, TokenUsage usage, String reasoning) {
            sink.onToolCalls(calls, usage, reasoning);
        }

        @Override
        public void onEnd(EndReason reason, TokenUsage usage, String error) {
            if (reason == EndReason.FAILED) {
                errors.increment();
            }
            sink.onEnd(reason, usage, error);
        }
    }
}
