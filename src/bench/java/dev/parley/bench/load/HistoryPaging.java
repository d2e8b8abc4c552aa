package dev.parley.bench.load;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.client.Post;
import dev.parley.bench.client.Stamp;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Latencies;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Measures history pages of a room with many messages: the newest page, and one in the middle. */
public record HistoryPaging(Report.Case subject, int messages) implements Workload {
    private static final int IN_FLIGHT = 128;
    private static final int PAGE = 50;
    private static final Duration FILL_MOST = Duration.ofMinutes(30);
    private static final Duration PAGE_MOST = Duration.ofSeconds(60);
    private static final long RETRY_MS_MIN = 20;
    private static final Figure NEWEST_P50 = Figure.drawn("newest_p50_ms", "newest p50", "ms", 2);
    private static final Figure NEWEST_P99 = Figure.drawn("newest_p99_ms", "newest p99", "ms", 2);
    private static final Figure MIDDLE_P50 = Figure.drawn("middle_p50_ms", "middle p50", "ms", 2);
    private static final Figure MIDDLE_P99 = Figure.drawn("middle_p99_ms", "middle p99", "ms", 2);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/page", 0);
    private static final Figure PAGES = Figure.jsonOnly("pages");

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        Reader reader = new Reader(loop, new Post(name, name));
        try (Crowd crowd = Crowd.enter(loop, generator.target(), 1, i -> name, reader)) {
            Crowd.Member member = crowd.member(0);
            loop.runAndWait(() -> reader.fill(member));
            if (!loop.until(() -> reader.stored >= messages || crowd.closed() > 0, FILL_MOST) || reader.lost(crowd)) {
                throw new BenchFailure("the room could not be filled: " + loop.ask(() -> reader.stored) + " of "
                        + messages + " messages were stored; " + loop.ask(crowd::firstClose));
            }
            JsonObject newest = new JsonObject()
                    .put("type", "load_messages")
                    .put("room", name)
                    .put("limit", PAGE);
            JsonObject middle = newest.copy().put("startAfter", messages / 2 + 1);
            load(reader, crowd, newest, timing.warmup());
            Generator.Meter before = generator.meter();
            Latencies first = load(reader, crowd, newest, timing.measured());
            Latencies second = load(reader, crowd, middle, timing.measured());
            Generator.Meter after = generator.meter();
            long pages = first.count() + second.count();
            if (pages == 0) {
                throw new BenchFailure("no page of history came; " + loop.ask(crowd.refusals()::first));
            }
            Measurement measured = new Measurement()
                    .put(NEWEST_P50, first.millis(50))
                    .put(NEWEST_P99, first.millis(99))
                    .put(MIDDLE_P50, second.millis(50))
                    .put(MIDDLE_P99, second.millis(99))
                    .put(CPU, after.serverMicrosEach(before, pages))
                    .put(PAGES, pages)
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            return measured;
        }
    }

    @CanIgnoreReturnValue
    private static Latencies load(Reader reader, Crowd crowd, JsonObject question, Duration time) {
        if (!time.isZero()) {
            reader.loop.runAndWait(() -> reader.begin(crowd.member(0), question, time.toNanos()));
            reader.loop.pause(time);
        }
        if (!reader.loop.until(() -> !reader.waits || crowd.closed() > 0, PAGE_MOST)) {
            throw new BenchFailure("a page of history did not come within " + PAGE_MOST.toSeconds() + " s");
        }
        return reader.loop.ask(() -> reader.latencies);
    }

    private final class Reader implements Crowd.Inbox {
        private final Loop loop;
        private final Post post;
        private int posted;
        private int stored;
        private Latencies latencies = new Latencies();
        private JsonObject question;
        private long asked;
        private long ends;
        private boolean waits;

        Reader(Loop loop, Post post) {
            this.loop = loop;
            this.post = post;
        }

        boolean lost(Crowd crowd) {
            return loop.ask(() -> crowd.closed() > 0);
        }

        void fill(Crowd.Member member) {
            while (posted < messages && posted - stored < IN_FLIGHT) {
                posted++;
                say(member);
            }
        }

        private void say(Crowd.Member member) {
            member.connection().send(post.at(loop.stamp(loop.now())));
        }

        void begin(Crowd.Member member, JsonObject page, long nanos) {
            latencies = new Latencies();
            question = page;
            ends = loop.now() + nanos;
            ask(member);
        }

        private void ask(Crowd.Member member) {
            asked = loop.now();
            waits = asked < ends;
            if (waits) {
                member.connection().send(question);
            }
        }

        @Override
        public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
            if (frameKind == FrameKind.ACK) {
                stored++;
                fill(member);
            } else if (frameKind == FrameKind.PAGE && waits) {
                latencies.record(now - asked);
                ask(member);
            }
        }

        @Override
        public void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
            long wait = Math.max(RETRY_MS_MIN, retryAfterMs);
            loop.vertx().setTimer(wait, again -> {
                if (stamp != Stamp.NONE || !waits) {
                    say(member);
                } else {
                    ask(member);
                }
            });
        }
    }
}
