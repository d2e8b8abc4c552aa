package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import java.time.Duration;

/**
 * Measures messages in many rooms of two members, who send in turn: the cost of a message and the memory of a room.
 * Each connection is in up to {@value #ROOMS_EACH} rooms, because a server may limit them.
 *
 * @param rate messages a second over all rooms
 */
public record ActiveRooms(Report.Case subject, int rooms, double rate) implements Workload {
    private static final int ROOMS_EACH = 100;
    private static final int MEMBERS = 2;
    private static final int ENTERING = 64;
    private static final Duration ENTER_MOST = Duration.ofMinutes(10);

    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/message", 1);
    private static final Figure KB_EACH = Figure.drawn("kb_each", "memory", "KB/room", 2);
    private static final Figure ENTERED_PER_S = Figure.listed("entered_per_s", "entered", "1/s", 0);

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        Talk talk = new Talk(loop, name);
        double rssBefore = generator.server().residentBytes();
        try (Crowd crowd = Crowd.enter(loop, generator.target(), talk.connections, i -> talk.room(i % rooms), talk)) {
            talk.crowd = crowd;
            long began = loop.now();
            loop.runAndWait(talk::enterRest);
            if (!loop.until(() -> talk.entered == talk.seats || crowd.closed() > 0, ENTER_MOST)
                    || talk.entered < talk.seats) {
                throw new BenchFailure("only " + talk.entered + " of " + talk.seats + " seats were taken; "
                        + loop.ask(() -> crowd.firstClose() + crowd.refusals().first()));
            }
            double enteredPerS = talk.seats * 1e9 / (loop.now() - began);
            crowd.awaitQuiet();
            double rss = generator.server().residentBytes();
            phase(talk, timing.warmup());
            Generator.Meter before = generator.meter();
            phase(talk, timing.measured());
            Generator.Meter after = generator.meter();
            return loop.ask(() -> talk.measurement(before, after))
                    .put(KB_EACH, (rss - rssBefore) / 1024 / rooms)
                    .put(ENTERED_PER_S, enteredPerS);
        }
    }

    private void phase(Talk talk, Duration time) {
        if (!time.isZero()) {
            Loop loop = talk.loop;
            long start = loop.ask(() -> {
                talk.begin(time.toNanos());
                return loop.now();
            });
            new Pacer(loop).follow(Schedule.during(start, time.toNanos(), rate), talk::sayNext);
            loop.until(talk::isDelivered, Generator.DRAIN);
        }
    }

    private final class Talk extends Traffic {
        private final String name;
        private final int connections = Math.max(MEMBERS, (rooms * MEMBERS + ROOMS_EACH - 1) / ROOMS_EACH);
        private final int seats = rooms * MEMBERS;
        private Crowd crowd;
        private int entering;
        private int entered;
        private long next;
        private long delivered;

        Talk(Loop loop, String name) {
            super(loop);
            this.name = name;
        }

        String room(int number) {
            return name + "." + number;
        }

        /** Who sits in a room at its first or second seat. */
        private Crowd.Member at(int seat) {
            return crowd.member((seat / MEMBERS + seat % MEMBERS) % connections);
        }

        /** All seats, also those that the connections took when they came: entering again does no harm. */
        void enterRest() {
            while (entering < seats && entering - entered < ENTERING) {
                int seat = entering++;
                at(seat).enter(room(seat / MEMBERS));
            }
        }

        @Override
        void onReady(Crowd.Member member) {
            entered++;
            enterRest();
        }

        @Override
        void begin(long nanos) {
            super.begin(nanos);
            delivered = 0;
        }

        void sayNext(long due) {
            int room = (int) (next % rooms);
            int seat = room * MEMBERS + (int) (next / rooms % MEMBERS);
            next++;
            at(seat).connection().send(next(seat, room(room), name, due));
        }

        @Override
        void onMessage(Crowd.Member member, long stamp, long now) {
            delivered++;
            latencies.record(now - stamp);
        }

        boolean isDelivered() {
            return isAnswered() && delivered >= (sent - refused) * MEMBERS;
        }

        Measurement measurement(Generator.Meter before, Generator.Meter after) {
            Measurement measured = new Measurement()
                    .put(CommonFigures.P50_MS, latencies.millis(50))
                    .put(CommonFigures.P99_MS, latencies.millis(99))
                    .put(CPU, after.serverMicrosEach(before, acked))
                    .put(CommonFigures.MESSAGES, sent)
                    .put(CommonFigures.ACKED, acked)
                    .put(CommonFigures.REFUSED, refused)
                    .put(CommonFigures.LOST, Math.max(0, (sent - refused) * MEMBERS - delivered))
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            notes(crowd, measured);
            return measured;
        }
    }
}
