package dev.parley.bench.load;

import dev.parley.bench.client.Loop;
import dev.parley.bench.client.TargetServers;
import dev.parley.bench.process.Processes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What a workload works with. For the command's thread. */
public final class Generator {
    /** What is outstanding after the last message is waited for so long. */
    static final Duration DRAIN = Duration.ofSeconds(20);

    private final Loop loop;
    private final TargetServers targetServers;
    private final Processes server;
    private final Processes self;
    private final String run;
    private final AtomicInteger names;

    /**
     * One for a whole run.
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

    /** The same against the first so many servers. */
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

    /** A name that nothing else has, in this run or any other. */
    String name() {
        return "bench-" + run + "-" + names.getAndIncrement();
    }

    /** What the processes have used up to now. */
    Meter meter() {
        return new Meter(server.cpuMicros(), self.cpuMicros(), loop.now());
    }

    /** CPU times at one moment, in microseconds, and when that was, in nanoseconds. */
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
