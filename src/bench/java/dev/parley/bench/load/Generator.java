package dev.parley.bench.load;

import dev.parley.bench.client.Loop;
import dev.parley.bench.client.TargetServers;
import dev.parley.bench.process.Processes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives a workload its servers, unique names and meters. For the command's thread. */
public final class Generator {
    /** How long a workload waits for outstanding messages after the last. */
    static final Duration DRAIN = Duration.ofSeconds(20);

    private final Loop loop;
    private final TargetServers targetServers;
    private final Processes server;
    private final Processes self;
    private final String run;
    private final AtomicInteger names;

    /**
     * Creates the generator of a whole run.
     *
     * @param server the server's processes, as far as they are known
     * @param self this process
     * @param run differs between runs on the same store
     */
    public Generator(Loop loop, TargetServers targetServers, Processes server, Processes self, String run) {
        this(loop, targetServers, server, self, run, new AtomicInteger());
    }

    private Generator(
            Loop loop, TargetServers targetServers, Processes server, Processes self, String run, AtomicInteger names) {
        this.loop = loop;
        this.targetServers = targetServers;
        this.server = server;
        this.self = self;
        this.run = run;
        this.names = names;
    }

    /** The same generator with only the first {@code count} servers. */
    Generator withNodes(int count) {
        return new Generator(loop, targetServers.first(count), server, self, run, names);
    }

    Loop loop() {
        return loop;
    }

    TargetServers target() {
        return targetServers;
    }

    Processes server() {
        return server;
    }

    /** A name that is unique in this run and among runs. */
    String name() {
        return "bench-" + run + "-" + names.getAndIncrement();
    }

    /** The CPU time that the processes have used up to now. */
    Meter meter() {
        return new Meter(server.cpuMicros(), self.cpuMicros(), loop.now());
    }

    /** CPU times in microseconds, and the moment in nanoseconds at which they were read. */
    record Meter(double server, double self, long at) {
        /** CPU time of the server since an earlier moment, for each of so many; NaN for none. */
        double serverMicrosEach(Meter earlier, long count) {
            return count == 0 ? Double.NaN : (server - earlier.server) / count;
        }

        /** Cores that this process kept busy since then. */
        double selfCores(Meter earlier) {
            return (self - earlier.self) * 1e3 / Math.max(1, at - earlier.at);
        }
    }
}
