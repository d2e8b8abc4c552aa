package dev.parley.metrics;

import dev.parley.capability.CapabilityMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Every meter of a node, by topic, and the registry that {@code /metrics} prints. May be used from any thread. Labels
 * come from the configuration, from enums and from route templates, so their number is bounded.
 */
public final class Meters {
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
    private final TrafficMeters traffic = new TrafficMeters(this);
    private final StoreMeters store = new StoreMeters(this);
    private final AiMeters ai = new AiMeters(this);
    private final RoomMeters rooms = new RoomMeters(this);
    private final HttpMeters http = new HttpMeters(this);

    /** What {@code /metrics} prints. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    public TrafficMeters traffic() {
        return traffic;
    }

    public StoreMeters store() {
        return store;
    }

    public AiMeters ai() {
        return ai;
    }

    public RoomMeters rooms() {
        return rooms;
    }

    public HttpMeters http() {
        return http;
    }

    /** The meters of a capability. */
    public CapabilityMeters capability(String name) {
        return new OwnMeters(this, "parley." + name + ".");
    }

    /** Has the registry read this number when it is asked; {@code source} may be called from any thread. */
    public void gauge(String name, String description, DoubleSupplier source) {
        Gauge.builder(name, source::getAsDouble).description(description).register(registry);
    }

    Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
