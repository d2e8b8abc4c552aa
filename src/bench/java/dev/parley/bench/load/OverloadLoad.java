package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Offers more messages than the server can handle and measures every second. Messages that a connection does not take
 * are held back and counted, so that they do not pile up in the generator.
 *
 * @param rate messages a second over all rooms
 */
public record OverloadLoad(RoomShape shape, double rate) {
    private static final Figure OFFERED = Figure.drawn("offered_per_s", "offered", "1/s", 0);
    private static final Figure HELD = Figure.listed("held_per_s", "held back", "1/s", 0);
    private static final Figure ACKED = Figure.drawn("acked_per_s", "acked", "1/s", 0);
    private static final Figure REFUSED = Figure.drawn("refused_per_s", "refused", "1/s", 0);
    private static final Figure DELIVERED = Figure.listed("deliveries_per_s", "delivered", "1/s", 0);

    /** Runs the load and reports every second as it ends, the rest as a note of the last one. Not on the loop. */
    public void run(Generator generator, Duration time, BiConsumer<Report.Case, Measurement> second) {
        Loop loop = generator.loop();
        String name = generator.name();
        Flood flood = new Flood(loop, name);
        try (Crowd crowd = Crowd.enter(
                loop, generator.target(), shape.connections(), i -> name + "." + i / shape.members(), flood)) {
            crowd.awaitQuiet();
            flood.crowd = crowd;
            long start = loop.ask(() -> {
                flood.begin(time.toNanos());
                return loop.now();
            });
            Thread pacer = new Thread(
                    () -> new Pacer(loop).follow(Schedule.during(start, time.toNanos(), rate), flood::offer), "pacer");
            pacer.start();
            Measurement last = new Measurement();
            try {
                for (int i = 1; i <= Math.max(1, time.toSeconds()); i++) {
                    loop.pause(Duration.ofNanos(Math.max(0, start + i * 1_000_000_000L - loop.now())));
                    last = loop.ask(flood::second);
                    last.put(CommonFigures.RSS_MB, generator.server().residentBytes() / CommonFigures.MEGABYTE);
                    second.accept(new Report.Case(i + " s", i), last);
                }
            } finally {
                pacer.interrupt();
            }
            boolean answered = loop.until(flood::isAnswered, Generator.DRAIN);
            Measurement notable = last;
            loop.runAndWait(() -> flood.addNotes(notable, answered));
        }
    }

    private final class Flood extends Traffic {
        private final String name;
        private Crowd crowd;
        private long next;
        private long offered;
        private long held;
        private long ackedBefore;
        private long refusedBefore;
        private long delivered;

        Flood(Loop loop, String name) {
            super(loop);
            this.name = name;
        }

        void offer(long due) {
            long turn = next++;
            int room = (int) (turn % shape.rooms());
            int member = (int) (turn / shape.rooms() % shape.members());
            Crowd.Member sender = crowd.member(room * shape.members() + member);
            offered++;
            if (sender.connection().isFull()) {
                held++;
                return;
            }
            Buffer frame = next(sender, name, due);
            sender.connection().send(frame);
        }

        @Override
        void onMessage(Crowd.Member member, long stamp, long now) {
            delivered++;
        }

        @Override
        void onAck(Crowd.Member member, long stamp, long now) {
            latencies.record(now - stamp);
        }

        /** The figures since the last call. */
        Measurement second() {
            Measurement measured = new Measurement()
                    .put(OFFERED, offered)
                    .put(HELD, held)
                    .put(ACKED, acked - ackedBefore)
                    .put(REFUSED, refused - refusedBefore)
                    .put(DELIVERED, delivered)
                    .put(CommonFigures.P50_MS, latencies.millis(50))
                    .put(CommonFigures.P99_MS, latencies.millis(99));
            offered = 0;
            held = 0;
            delivered = 0;
            ackedBefore = acked;
            refusedBefore = refused;
            latencies.clear();
            return measured;
        }

        /** Notes what came after the last second. */
        void addNotes(Measurement last, boolean answered) {
            last.note("after that " + (acked - ackedBefore) + " more were acknowledged and " + (refused - refusedBefore)
                    + " refused");
            if (!answered) {
                last.note((sent - acked - refused) + " messages were neither acknowledged nor refused within "
                        + Generator.DRAIN.toSeconds() + " s after the last");
            }
            notes(crowd, last);
            if (acked == 0) {
                throw new BenchFailure("no message was acknowledged; " + String.join("; ", last.notes()));
            }
        }
    }
}
