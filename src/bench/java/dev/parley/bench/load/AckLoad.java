package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import java.time.Duration;

/**
 * Measures acks: every sender waits for the ack of a message before it sends the next.
 *
 * @param oneRoom all in one room; else each alone in its own
 */
public record AckLoad(Report.Case subject, int senders, boolean oneRoom) implements Workload {
    private static final Figure ACKS_PER_S = Figure.drawn("acks_per_s", "acks/s", "acks/s", 0);
    private static final Figure P50_US = Figure.drawn("p50_us", "p50", "µs", 0);
    private static final Figure P99_US = Figure.drawn("p99_us", "p99", "µs", 0);
    private static final Figure P999_US = Figure.drawn("p999_us", "p99.9", "µs", 0);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/ack", 1);

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        AckTraffic echo = new AckTraffic(loop, name);
        try (Crowd crowd = Crowd.enter(loop, generator.target(), senders, i -> oneRoom ? name : name + "." + i, echo)) {
            crowd.awaitQuiet();
            echo.during(crowd, timing.warmup());
            Generator.Meter before = generator.meter();
            echo.during(crowd, timing.measured());
            Generator.Meter after = generator.meter();
            return loop.ask(() -> measurement(echo, crowd, timing.measured(), before, after));
        }
    }

    private static Measurement measurement(
            AckTraffic echo, Crowd crowd, Duration time, Generator.Meter before, Generator.Meter after) {
        Measurement measured = new Measurement()
                .put(ACKS_PER_S, echo.inTime * 1e9 / time.toNanos())
                .put(P50_US, echo.latencies.micros(50))
                .put(P99_US, echo.latencies.micros(99))
                .put(P999_US, echo.latencies.micros(99.9))
                .put(CPU, after.serverMicrosEach(before, echo.acked))
                .put(CommonFigures.MESSAGES, echo.sent)
                .put(CommonFigures.ACKED, echo.acked)
                .put(CommonFigures.REFUSED, echo.refused)
                .put(CommonFigures.LOST, Math.max(0, echo.sent - echo.acked - echo.refused))
                .put(CommonFigures.GENERATOR, after.selfCores(before));
        Traffic.notes(crowd, measured);
        if (echo.acked == 0) {
            throw new BenchFailure("no message was acknowledged"
                    + measured.notes().stream().map(note -> "; " + note).reduce("", String::concat));
        }
        return measured;
    }
}
