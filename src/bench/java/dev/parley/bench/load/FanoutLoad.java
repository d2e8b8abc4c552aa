package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import java.time.Duration;
import java.util.Arrays;

/**
 * Measures fan-out: in every room the members send in turn, and every message goes to all of them. A delivery is one
 * message received by one member; its sender is one of them.
 *
 * @param rate messages a second over all rooms; 0: as many as go with {@code inFlight}
 * @param inFlight messages of a room that are not yet delivered to all
 */
public record FanoutLoad(Report.Case subject, RoomShape shape, double rate, int inFlight) implements Workload {
    /** How many messages of a room may be in flight. */
    public static final int IN_FLIGHT_MAX = 10_000;

    private static final Figure DELIVERIES_PER_S = Figure.drawn("deliveries_per_s", "deliveries/s", "deliveries/s", 0);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/delivery", 2);
    private static final Figure DELIVERIES = Figure.jsonOnly("deliveries");

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        Rooms rooms = new Rooms(loop, name);
        try (Crowd crowd = Crowd.enter(
                loop, generator.target(), shape.connections(), i -> name + "." + i / shape.members(), rooms)) {
            rooms.crowd = crowd;
            crowd.awaitQuiet();
            phase(rooms, timing.warmup());
            Generator.Meter before = generator.meter();
            phase(rooms, timing.measured());
            Generator.Meter after = generator.meter();
            return loop.ask(() -> rooms.measurement(timing.measured(), before, after));
        }
    }

    private void phase(Rooms rooms, Duration time) {
        Loop loop = rooms.loop;
        if (time.isZero()) {
            return;
        }
        if (rate > 0) {
            long start = loop.ask(() -> {
                rooms.begin(time.toNanos());
                return loop.now();
            });
            new Pacer(loop).follow(Schedule.during(start, time.toNanos(), rate), rooms::sayNext);
        } else {
            loop.runAndWait(() -> {
                rooms.begin(time.toNanos());
                for (int room = 0; room < shape.rooms(); room++) {
                    rooms.fill(room);
                }
            });
            loop.pause(time);
        }
        loop.until(rooms::isDelivered, Generator.DRAIN);
    }

    private final class Rooms extends Traffic {
        private final String name;
        private final long[] turns = new long[shape.rooms()];
        private final long[] outstanding = new long[shape.rooms()];
        private Crowd crowd;
        private long next;
        private long delivered;
        private long inTime;

        Rooms(Loop loop, String name) {
            super(loop);
            this.name = name;
        }

        @Override
        void begin(long nanos) {
            super.begin(nanos);
            delivered = 0;
            inTime = 0;
            Arrays.fill(outstanding, 0);
        }

        void sayNext(long due) {
            say((int) (next++ % shape.rooms()), due);
        }

        private void say(int room, long due) {
            long member = turns[room]++ % shape.members();
            outstanding[room] += shape.members();
            say(crowd.member(room * shape.members() + (int) member), name, due);
        }

        /** Sends messages until {@code inFlight} of the room are in flight. */
        void fill(int room) {
            long most = (inFlight - 1L) * shape.members();
            for (long now = loop.now(); isRunning(now) && outstanding[room] <= most; now = loop.now()) {
                say(room, now);
            }
        }

        @Override
        void onMessage(Crowd.Member member, long stamp, long now) {
            int room = member.index() / shape.members();
            delivered++;
            outstanding[room]--;
            latencies.record(now - stamp);
            if (isRunning(now)) {
                inTime++;
                if (rate == 0) {
                    fill(room);
                }
            }
        }

        @Override
        void onRefused(Crowd.Member member, long retryMs) {
            int room = member.index() / shape.members();
            outstanding[room] -= shape.members();
            if (rate == 0) {
                loop.vertx().setTimer(retryMs, again -> fill(room));
            }
        }

        boolean isDelivered() {
            return isAnswered() && delivered >= (sent - refused) * shape.members();
        }

        Measurement measurement(Duration time, Generator.Meter before, Generator.Meter after) {
            long lost = Math.max(0, (sent - refused) * shape.members() - delivered);
            Measurement measured = new Measurement()
                    .put(DELIVERIES_PER_S, inTime * 1e9 / time.toNanos())
                    .put(CommonFigures.P50_MS, latencies.millis(50))
                    .put(CommonFigures.P99_MS, latencies.millis(99))
                    .put(CommonFigures.P999_MS, latencies.millis(99.9))
                    .put(CommonFigures.MAX_MS, latencies.maxMillis())
                    .put(CPU, after.serverMicrosEach(before, delivered))
                    .put(CommonFigures.MESSAGES, sent)
                    .put(CommonFigures.ACKED, acked)
                    .put(DELIVERIES, delivered)
                    .put(CommonFigures.REFUSED, refused)
                    .put(CommonFigures.LOST, lost)
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            notes(crowd, measured);
            if (acked + refused < sent) {
                measured.note((sent - refused - acked) + " messages were not acknowledged within "
                        + Generator.DRAIN.toSeconds() + " s after the last");
            }
            if (delivered == 0) {
                throw new BenchFailure("no message was delivered"
                        + measured.notes().stream().map(note -> "; " + note).reduce("", String::concat));
            }
            return measured;
        }
    }
}
