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
        Echo echo = new Echo(loop, name);
        try (Crowd crowd = Crowd.enter(loop, generator.target(), senders, i -> oneRoom ? name : name + "." + i, echo)) {
            crowd.awaitQuiet();
            phase(echo, crowd, timing.warmup());
            Generator.Meter before = generator.meter();
            phase(echo, crowd, timing.measured());
            Generator.Meter after = generator.meter();
            return loop.ask(() -> echo.measurement(crowd, timing.measured(), before, after));
        }
    }

    private void phase(Echo echo, Crowd crowd, Duration time) {
        if (time.isZero()) {
            return;
        }
        echo.loop.runAndWait(() -> {
            echo.begin(time.toNanos());
            for (int i = 0; i < senders; i++) {
                echo.sayNow(crowd.member(i));
            }
        });
        echo.loop.pause(time);
        echo.loop.until(echo::isAnswered, Generator.DRAIN);
    }

    private static final class Echo extends Traffic {
        private final String name;
        private long inTime;

        Echo(Loop loop, String name) {
            super(loop);
            this.name = name;
        }

        @Override
        void begin(long nanos) {
            super.begin(nanos);
            inTime = 0;
        }

        void sayNow(Crowd.Member member) {
            long now = loop.now();
            if (isRunning(now)) {
                say(member, name, now);
            }
        }

        @Override
        void onAck(Crowd.Member member, long stamp, long now) {
            latencies.record(now - stamp);
            if (isRunning(now)) {
                inTime++;
                sayNow(member);
            }
        }

        @Override
        void onRefused(Crowd.Member member, long retryMs) {
            loop.vertx().setTimer(retryMs, again -> sayNow(member));
        }

        Measurement measurement(Crowd crowd, Duration time, Generator.Meter before, Generator.Meter after) {
            Measurement measured = new Measurement()
                    .put(ACKS_PER_S, inTime * 1e9 / time.toNanos())
                    .put(P50_US, latencies.micros(50))
                    .put(P99_US, latencies.micros(99))
                    .put(P999_US, latencies.micros(99.9))
                    .put(CPU, after.serverMicrosEach(before, acked))
                    .put(CommonFigures.MESSAGES, sent)
                    .put(CommonFigures.ACKED, acked)
                    .put(CommonFigures.REFUSED, refused)
                    .put(CommonFigures.LOST, Math.max(0, sent - acked - refused))
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            notes(crowd, measured);
            if (acked == 0) {
                throw new BenchFailure("no message was acknowledged"
                        + measured.notes().stream().map(note -> "; " + note).reduce("", String::concat));
            }
            return measured;
        }
    }
}
