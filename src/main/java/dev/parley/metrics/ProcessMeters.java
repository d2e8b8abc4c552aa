package dev.parley.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The meters of the process: its version, the JVM (memory, collections, threads, classes), processor time, uptime,
 * files and resident memory. They are read when {@code /metrics} is asked. Closed with the node, which ends the
 * listener for collections.
 */
public final class ProcessMeters implements AutoCloseable {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;

    private final JvmGcMetrics collections = new JvmGcMetrics();

    private ProcessMeters() {}

    /** Adds the meters; they stay until they are closed. */
    public static ProcessMeters bind(Meters meters, String version, String vertx) {
        PrometheusMeterRegistry registry = meters.registry();
        ProcessMeters bound = new ProcessMeters();
        bound.collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        Gauge.builder("parley.build.info", () -> 1)
                .description("the versions that run here, as labels")
                .tags(
                        "version",
                        version,
                        "vertx",
                        vertx,
                        "java",
                        Runtime.version().toString())
                .register(registry);
        if (Files.isReadable(STATM)) {
            meters.gauge("process.resident.memory.bytes", "resident memory of the process", ProcessMeters::resident);
        }
        return bound;
    }

    /** The second number of Linux's statm counts pages. */
    private static double resident() {
        try {
            String[] numbers = Files.readString(STATM).split(" ", 3);
            return Double.parseDouble(numbers[1]) * PAGE_BYTES;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        collections.close();
    }
}
