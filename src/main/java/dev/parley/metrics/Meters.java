package dev.parley.metrics;

import dev.parley.ai.AiObserver;
import dev.parley.gateway.connection.TrafficObserver;
import dev.parley.gateway.fanout.FanoutObserver;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.store.StoreObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Every meter of a node. May be used from any thread. */
public final class Meters implements StoreObserver, TrafficObserver, FanoutObserver, AiObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter framesIn = counter("parley.frames.received", "frames from clients");
    private final Counter framesRefused = counter("parley.frames.refused", "frames answered with an error");
    private final Counter framesOut = counter("parley.frames.delivered", "frames of rooms written to connections");
    private final Counter commits = counter("parley.store.commits", "transactions that are durable");
    private final Counter operations = counter("parley.store.operations", "operations in them");
    private final Counter failures = counter("parley.store.failures", "transactions that failed");
    private final Counter answersRefused = counter("parley.answers.refused", "answers refused by ai.concurrent");
    private final Timer commitTime = timer("parley.store.commit.time", "from the begin to the end of a commit");
    private final Timer fanoutTime = timer("parley.fanout.latency", "from a room to its connections' buffers");
    private final Timer answerTime = timer("parley.answers.time", "from a prompt to the end of its answer");

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Connections of this node. */
    public void connections(IntSupplier count) {
        gauge("parley.connections", "open connections, of both doors", count);
    }

    /** Rooms in memory on this node. */
    public void rooms(IntSupplier count) {
        gauge("parley.rooms", "rooms in memory", count);
    }

    @Override
    public void received() {
        framesIn.increment();
    }

    @Override
    public void refused() {
        framesRefused.increment();
    }

    @Override
    public void delivered(int frames, long micros) {
        framesOut.increment(frames);
        fanoutTime.record(Math.max(0, micros), TimeUnit.MICROSECONDS);
    }

    @Override
    public void committed(int count, long nanos) {
        commits.increment();
        operations.increment(count);
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    @Override
    public void onStart(String assistant) {}

    @Override
    public void onEnd(String assistant, EndReason reason, TokenUsage usage, Duration took) {
        answerTime.record(took);
        Counter.builder("parley.answers")
                .description("answers that ended, by assistant and reason")
                .tags("assistant", assistant, "reason", reason.text())
                .register(registry)
                .increment();
    }

    @Override
    public void onWaiting(String assistant) {}

    @Override
    public void onRefused(String assistant) {
        answersRefused.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private void gauge(String name, String description, IntSupplier count) {
        Gauge.builder(name, count::getAsInt).description(description).register(registry);
    }
}
