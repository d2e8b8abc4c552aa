package dev.parley.bench.load;

import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;

/** Measures the acks of a few senders while many other connections are open and idle. */
public record HeldConnections(Report.Case subject, int connections) implements Workload {
    private static final int SENDERS = 10;
    private static final int MEMBERS = 10;

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        double before = generator.server().residentBytes();
        try (Crowd idle = Crowd.enter(
                loop,
                generator.target(),
                connections,
                i -> name + "." + i / MEMBERS,
                (member, frameKind, bytes, from, to, now) -> {})) {
            idle.awaitQuiet();
            double after = generator.server().residentBytes();
            return new AckLoad(subject, SENDERS, false)
                    .run(generator, timing)
                    .put(IdleConnections.KB_EACH, (after - before) / 1024 / connections);
        }
    }
}
