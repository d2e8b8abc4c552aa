package dev.parley.bench.load;

import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;

/** Measures connections that enter a room and then send nothing: their memory and CPU time. There is no warm-up. */
public record IdleConnections(Report.Case subject, int connections, int rooms) implements Workload {
    static final Figure KB_EACH = Figure.drawn("kb_each", "memory", "KB/connection", 1);
    private static final Figure CONNECTS_PER_S = Figure.drawn("connects_per_s", "connects/s", "connects/s", 0);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/connect", 0);
    private static final Figure IDLE_CPU = Figure.listed("idle_cores", "idle CPU", "cores", 2);
    private static final Figure BEFORE = Figure.listed("rss_before_mb", "RSS before", "MB", 0);

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        double rssBefore = generator.server().residentBytes();
        Generator.Meter before = generator.meter();
        try (Crowd crowd = Crowd.enter(
                loop,
                generator.target(),
                connections,
                i -> name + "." + i % rooms,
                (member, frameKind, bytes, from, to, now) -> {})) {
            long took = loop.now() - before.at();
            crowd.awaitQuiet();
            Generator.Meter in = generator.meter();
            double rss = generator.server().residentBytes();
            loop.pause(timing.measured());
            Generator.Meter after = generator.meter();
            Measurement measured = new Measurement()
                    .put(KB_EACH, (rss - rssBefore) / 1024 / connections)
                    .put(CONNECTS_PER_S, connections * 1e9 / took)
                    .put(CPU, in.serverMicrosEach(before, connections))
                    .put(IDLE_CPU, (after.server() - in.server()) * 1e3 / (after.at() - in.at()))
                    .put(BEFORE, rssBefore / CommonFigures.MEGABYTE)
                    .put(CommonFigures.RSS_MB, rss / CommonFigures.MEGABYTE)
                    .put(Figure.jsonOnly("connections"), crowd.size())
                    .put(CommonFigures.GENERATOR, in.selfCores(before));
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            return measured;
        }
    }
}
