package dev.parley.bench.load;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Latencies;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Measures the newest page of history of a room whose log holds more than messages. The frames that fill the room are
 * sent in order and again when they are refused.
 *
 * @param fill how many frames fill the room, and the frame with each number from 0
 */
public record PageContents(Report.Case subject, Fill fill) implements Workload {
    private static final int IN_FLIGHT = 64;
    private static final int PAGE = 50;
    private static final int TEXT_CHARS = 200;
    private static final List<String> EMOJIS = List.of(
            "👍", "👎", "😀", "😢", "🎉", "🚀", "👀", "🔥", "💯", "🙏", "😂", "😮", "🤔", "👏", "✅", "❌", "⭐", "💡",
            "🐛", "🍀");
    private static final Duration FILL_MOST = Duration.ofMinutes(30);
    private static final Duration PAGE_MOST = Duration.ofSeconds(60);
    private static final long RETRY_MS_MIN = 20;
    private static final Figure P50 = Figure.drawn("page_p50_ms", "page p50", "ms", 2);
    private static final Figure P99 = Figure.drawn("page_p99_ms", "page p99", "ms", 2);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/page", 0);
    private static final Figure PAGES = Figure.jsonOnly("pages");

    /** The frames that fill a room. */
    public record Fill(int count, IntFunction<JsonObject> frame) {}

    /** So many custom events in the middle of the newest page. */
    public static PageContents events(Report.Case subject, int events) {
        int before = PAGE;
        int after = PAGE / 2;
        return new PageContents(
                subject,
                new Fill(before + events + after, n -> n < before || n >= before + events ? message() : event(n)));
    }

    /** Each message edited once, with so many emojis. */
    public static PageContents reactions(Report.Case subject, int emojis) {
        if (emojis > EMOJIS.size()) {
            throw new BenchFailure("a message has at most " + EMOJIS.size() + " emojis");
        }
        int each = emojis == 0 ? 0 : emojis + 1;
        return new PageContents(
                subject, new Fill(PAGE * (1 + each), n -> n < PAGE ? message() : amendment(n - PAGE, each)));
    }

    private static JsonObject message() {
        return new JsonObject().put("type", "message").put("message", "x".repeat(TEXT_CHARS));
    }

    private static JsonObject event(int n) {
        return new JsonObject()
                .put("type", "emit")
                .put("name", "moved")
                .put("data", new JsonObject().put("n", n).put("x", 0.5).put("y", 0.25));
    }

    private static JsonObject amendment(int n, int each) {
        JsonObject frame = new JsonObject().put("target", 1 + n / each);
        int nth = n % each;
        return nth == 0
                ? frame.put("type", "edit").put("text", "y".repeat(TEXT_CHARS))
                : frame.put("type", "react").put("emoji", EMOJIS.get(nth - 1)).put("on", true);
    }

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        Reader reader = new Reader(loop, name);
        try (Crowd crowd = Crowd.enter(loop, generator.target(), 1, i -> name, reader)) {
            Crowd.Member member = crowd.member(0);
            loop.runAndWait(() -> reader.fill(member));
            if (!loop.until(() -> reader.stored >= fill.count() || crowd.closed() > 0, FILL_MOST)
                    || loop.ask(() -> crowd.closed() > 0)) {
                throw new BenchFailure("the room could not be filled: " + loop.ask(() -> reader.stored) + " of "
                        + fill.count() + " frames were stored; " + loop.ask(crowd::firstClose));
            }
            reader.load(crowd, timing.warmup());
            Generator.Meter before = generator.meter();
            Latencies pages = reader.load(crowd, timing.measured());
            Generator.Meter after = generator.meter();
            if (pages.count() == 0) {
                throw new BenchFailure("no page of history came; " + loop.ask(crowd.refusals()::first));
            }
            Measurement measured = new Measurement()
                    .put(P50, pages.millis(50))
                    .put(P99, pages.millis(99))
                    .put(CPU, after.serverMicrosEach(before, pages.count()))
                    .put(PAGES, pages.count())
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            return measured;
        }
    }

    private final class Reader implements Crowd.Inbox {
        private final Loop loop;
        private final String room;
        /** Frames that were sent and not stored, by number. */
        private final Set<Integer> underWay = new TreeSet<>();

        private int sent;
        private int stored;
        private Latencies latencies = new Latencies();
        private long asked;
        private long ends;
        private boolean waits;
        private boolean resends;

        Reader(Loop loop, String room) {
            this.loop = loop;
            this.room = room;
        }

        void fill(Crowd.Member member) {
            while (sent < fill.count() && underWay.size() < IN_FLIGHT) {
                send(member, sent++);
            }
        }

        private void send(Crowd.Member member, int n) {
            underWay.add(n);
            member.connection().send(fill.frame().apply(n).put("room", room).put("id", room + "-" + n));
        }

        @CanIgnoreReturnValue
        Latencies load(Crowd crowd, Duration time) {
            if (!time.isZero()) {
                loop.runAndWait(() -> {
                    latencies = new Latencies();
                    ends = loop.now() + time.toNanos();
                    ask(crowd.member(0));
                });
                loop.pause(time);
            }
            if (!loop.until(() -> !waits || crowd.closed() > 0, PAGE_MOST)) {
                throw new BenchFailure("a page of history did not come within " + PAGE_MOST.toSeconds() + " s");
            }
            return loop.ask(() -> latencies);
        }

        private void ask(Crowd.Member member) {
            asked = loop.now();
            waits = asked < ends;
            if (waits) {
                member.connection()
                        .send(new JsonObject()
                                .put("type", "load_messages")
                                .put("room", room)
                                .put("limit", PAGE));
            }
        }

        @Override
        public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
            if (frameKind == FrameKind.ACK) {
                String id = new JsonObject(Buffer.buffer(Arrays.copyOfRange(bytes, from, to))).getString("id");
                if (underWay.remove(Integer.valueOf(id.substring(id.lastIndexOf('-') + 1)))) {
                    stored++;
                    fill(member);
                }
            } else if (frameKind == FrameKind.PAGE && waits) {
                latencies.record(now - asked);
                ask(member);
            }
        }

        @Override
        public void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
            if (resends) {
                return; // one of many that were refused together
            }
            resends = true;
            loop.vertx().setTimer(Math.max(RETRY_MS_MIN, retryAfterMs), again -> {
                resends = false;
                if (underWay.isEmpty()) {
                    ask(member);
                } else {
                    List.copyOf(underWay).forEach(n -> send(member, n));
                }
            });
        }
    }
}
