package dev.parley.metrics;

import dev.parley.ai.AiObserver;
import dev.parley.ai.provider.AiProvider;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts answers, tokens, and the calls of providers. From any thread. Labels are names of the configuration. */
public final class AiMeters implements AiObserver {
    private final Meters meters;
    private final Counter refused;
    private final Timer answerTime;

    AiMeters(Meters meters) {
        this.meters = meters;
        refused = meters.counter("parley.answers.refused", "answers refused by ai.concurrent");
        answerTime = meters.timer("parley.answers.time", "from a prompt to the end of its answer");
    }

    /** The same provider, with each of its calls timed and its failures counted under this name. */
    public AiProvider metered(String provider, AiProvider calls) {
        return new MeteredProvider(
                calls,
                meters.timer("parley.provider.first.token", "from a call to its first text", "provider", provider),
                meters.counter("parley.provider.errors", "calls that failed", "provider", provider));
    }

    @Override
    public void onStart(String assistant) {}

    @Override
    public void onEnd(String assistant, EndReason reason, TokenUsage usage, Duration took) {
        answerTime.record(took);
        meters.counter(
                        "parley.answers",
                        "answers that ended, by assistant and reason",
                        "assistant",
                        assistant,
                        "reason",
                        reason.text())
                .increment();
        if (usage != null) {
            tokens(assistant, "input").increment(usage.input());
            tokens(assistant, "output").increment(usage.output());
        }
    }

    private Counter tokens(String assistant, String direction) {
        return meters.counter("parley.tokens", "tokens of answers", "assistant", assistant, "direction", direction);
    }

    @Override
    public void onWaiting(String assistant) {}

    @Override
    public void onRefused(String assistant) {
        refused.increment();
    }
}
