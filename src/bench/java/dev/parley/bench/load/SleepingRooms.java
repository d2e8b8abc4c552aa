package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Latencies;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import java.time.Duration;

/**
 * Measures rooms that were entered once and left: their memory while they sleep, and how long it takes to enter a room
 * that must wake up first.
 *
 * @param asleepAfter how long after the last was left all of them sleep, by the server's settings
 */
public record SleepingRooms(Report.Case subject, int rooms, Duration asleepAfter) implements Workload {
    private static final int MAKERS = 64;
    private static final int WAKERS = 10;
    /** Rooms are visited in steps of this, so that neighbours are woken at different times. */
    private static final long STRIDE = 7_368_787;

    private static final Duration MAKE_MOST = Duration.ofMinutes(20);
    private static final Figure P50 = Figure.drawn("wake_p50_ms", "wake-up p50", "ms", 2);
    private static final Figure P99 = Figure.drawn("wake_p99_ms", "wake-up p99", "ms", 2);
    private static final Figure BYTES_EACH = Figure.listed("bytes_each", "asleep", "bytes/room", 0);
    private static final Figure MADE_PER_S = Figure.listed("made_per_s", "made", "1/s", 0);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/wake-up", 0);
    private static final Figure WOKEN = Figure.jsonOnly("woken");

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        Tour tour = new Tour(loop, name);
        double rssBefore = generator.server().residentBytes();
        try (Crowd crowd = Crowd.enter(loop, generator.target(), MAKERS, i -> name + ".lobby", tour)) {
            long began = loop.now();
            tour.visitAll(crowd, MAKERS, MAKE_MOST);
            double madePerS = rooms * 1e9 / (loop.now() - began);
            loop.pause(asleepAfter);
            double rss = generator.server().residentBytes();
            Generator.Meter before = generator.meter();
            tour.visitAll(crowd, WAKERS, timing.measured());
            Generator.Meter after = generator.meter();
            Latencies waking = tour.latencies;
            if (waking.count() == 0) {
                throw new BenchFailure("no room was woken; "
                        + loop.ask(() -> crowd.firstClose() + crowd.refusals().first()));
            }
            Measurement measured = new Measurement()
                    .put(P50, waking.millis(50))
                    .put(P99, waking.millis(99))
                    .put(CommonFigures.MAX_MS, waking.maxMillis())
                    .put(CPU, after.serverMicrosEach(before, waking.count()))
                    .put(BYTES_EACH, (rss - rssBefore) / rooms)
                    .put(MADE_PER_S, madePerS)
                    .put(WOKEN, waking.count())
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            return measured;
        }
    }

    /** Goes through the rooms once: enters the next, leaves it, and so on; each visitor is in one at a time. */
    private final class Tour implements Crowd.Inbox {
        private final Loop loop;
        private final String name;
        private final long[] asked = new long[MAKERS];
        private final String[] in = new String[MAKERS];
        private Latencies latencies = new Latencies();
        private int next;
        private int visiting;
        private long ends;

        Tour(Loop loop, String name) {
            this.loop = loop;
            this.name = name;
        }

        void visitAll(Crowd crowd, int visitors, Duration longest) {
            loop.runAndWait(() -> {
                latencies = new Latencies();
                next = 0;
                ends = loop.now() + longest.toNanos();
                for (int i = 0; i < visitors; i++) {
                    visit(crowd.member(i));
                }
            });
            loop.until(() -> visiting == 0 || crowd.closed() > 0, longest.plus(Generator.DRAIN));
        }

        private void visit(Crowd.Member member) {
            long now = loop.now();
            if (next < rooms && now < ends) {
                String room = name + "." + (next++ * STRIDE) % rooms;
                in[member.index()] = room;
                asked[member.index()] = now;
                visiting++;
                member.enter(room);
            }
        }

        @Override
        public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
            if (frameKind == FrameKind.READY) {
                latencies.record(now - asked[member.index()]);
                visiting--;
                member.leave(in[member.index()]);
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
