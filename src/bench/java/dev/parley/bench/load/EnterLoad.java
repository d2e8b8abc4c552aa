package dev.parley.bench.load;

import dev.parley.bench.client.Api;
import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Latencies;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Measures how long it takes to enter a room: each visitor has one, enters it, leaves it, and so on.
 *
 * @param access of the rooms, in the words of the contract
 */
public record EnterLoad(Report.Case subject, int visitors, String access) implements Workload {
    private static final Figure P50_US = Figure.drawn("p50_us", "p50", "µs", 0);
    private static final Figure P99_US = Figure.drawn("p99_us", "p99", "µs", 0);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/entry", 1);
    private static final Figure ENTERED = Figure.jsonOnly("entered");

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        Visits visits = new Visits(loop, generator.name());
        try (Crowd crowd = Crowd.enter(loop, generator.target(), visitors, i -> visits.name + ".lobby", visits);
                Api api = new Api(loop, generator.target())) {
            for (int i = 0; i < visitors; i++) {
                api.ask(i, HttpMethod.PUT, "/api/rooms/" + visits.room(i), new JsonObject().put("access", access));
            }
            visits.during(crowd, timing.warmup());
            Generator.Meter before = generator.meter();
            visits.during(crowd, timing.measured());
            Generator.Meter after = generator.meter();
            Latencies latencies = visits.latencies;
            if (latencies.count() == 0) {
                throw new BenchFailure("no room was entered; "
                        + loop.ask(() -> crowd.firstClose() + crowd.refusals().first()));
            }
            Measurement measured = new Measurement()
                    .put(P50_US, latencies.micros(50))
                    .put(P99_US, latencies.micros(99))
                    .put(CPU, after.serverMicrosEach(before, latencies.count()))
                    .put(ENTERED, latencies.count())
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            return measured;
        }
    }

    private final class Visits implements Crowd.Inbox {
        private final Loop loop;
        private final String name;
        private final long[] asked = new long[visitors];
        private Latencies latencies = new Latencies();
        private int visiting;
        private long ends;

        Visits(Loop loop, String name) {
            this.loop = loop;
            this.name = name;
        }

        String room(int visitor) {
            return name + "." + visitor;
        }

        void during(Crowd crowd, Duration time) {
            loop.runAndWait(() -> {
                latencies = new Latencies();
                ends = loop.now() + time.toNanos();
                for (int i = 0; i < visitors; i++) {
                    visit(crowd.member(i));
                }
            });
            loop.until(() -> visiting == 0 || crowd.closed() > 0, time.plus(Generator.DRAIN));
        }

        private void visit(Crowd.Member member) {
            long now = loop.now();
            if (now < ends) {
                asked[member.index()] = now;
                visiting++;
                member.enter(room(member.index()));
            }
        }

        @Override
        public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
            if (frameKind == FrameKind.READY) {
                latencies.record(now - asked[member.index()]);
                visiting--;
                member.leave(room(member.index()));
                visit(member);
            }
        }

        @Override
        public void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
            visiting--; // the crowd counted the refusal
            visit(member);
        }
    }
}
