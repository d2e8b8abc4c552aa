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
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Measures removals: from the owner's request to {@code left} at the socket of whoever is taken out. Each pair has a
 * private room; with several servers the two of a pair are at different ones.
 */
public record RemovalLoad(Report.Case subject, int pairs) implements Workload {
    private static final Duration ONE_MOST = Duration.ofSeconds(30);
    private static final Figure REMOVED = Figure.jsonOnly("removed");

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        Pairs all = new Pairs(loop, generator.name());
        try (Api api = new Api(loop, generator.target());
                Crowd crowd = Crowd.enter(loop, generator.target(), 2 * pairs, i -> all.name + ".lobby", all)) {
            all.api = api;
            for (int i = 0; i < pairs; i++) {
                api.ask(2 * i, HttpMethod.PUT, all.path(i), new JsonObject().put("access", "private"));
            }
            all.during(crowd, timing.warmup());
            all.during(crowd, timing.measured());
            Latencies latencies = all.latencies;
            if (latencies.count() == 0) {
                throw new BenchFailure("nobody was taken out; "
                        + loop.ask(() -> all.failure
                                + crowd.firstClose()
                                + crowd.refusals().first()));
            }
            Measurement measured = new Measurement()
                    .put(CommonFigures.P50_MS, latencies.millis(50))
                    .put(CommonFigures.P99_MS, latencies.millis(99))
                    .put(CommonFigures.MAX_MS, latencies.maxMillis())
                    .put(REMOVED, latencies.count());
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            if (!all.failure.isEmpty()) {
                measured.note(all.failure);
            }
            return measured;
        }
    }

    /** Goes round in each pair: made a member, has entered, is taken out, has left. */
    private final class Pairs implements Crowd.Inbox {
        private final Loop loop;
        private final String name;
        private final long[] asked = new long[pairs];
        private Latencies latencies = new Latencies();
        private Api api;
        private String failure = "";
        private int busy;
        private long ends;

        Pairs(Loop loop, String name) {
            this.loop = loop;
            this.name = name;
        }

        String path(int pair) {
            return "/api/rooms/" + name + "." + pair;
        }

        void during(Crowd crowd, Duration time) {
            loop.runAndWait(() -> {
                latencies = new Latencies();
                ends = loop.now() + time.toNanos();
                for (int i = 0; i < pairs; i++) {
                    admit(crowd.member(2 * i + 1));
                }
            });
            loop.until(() -> busy == 0 || crowd.closed() > 0, time.plus(ONE_MOST));
        }

        private void admit(Crowd.Member member) {
            if (loop.now() < ends && failure.isEmpty()) {
                busy++;
                send(member, HttpMethod.PUT, new JsonObject().put("role", "member"))
                        .onSuccess(admitted -> member.enter(name + "." + member.index() / 2));
            }
        }

        private Future<JsonObject> send(Crowd.Member member, HttpMethod method, JsonObject body) {
            int pair = member.index() / 2;
            String path = path(pair) + "/members/" + api.user(member.index());
            return api.send(2 * pair, method, path, body).onFailure(refused -> {
                failure = failure.isEmpty() ? String.valueOf(refused.getMessage()) : failure;
                busy--;
            });
        }

        @Override
        public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
            int pair = member.index() / 2;
            if (frameKind == FrameKind.READY) {
                asked[pair] = loop.now();
                // Its failure is noted by send().
                Future<JsonObject> removed = send(member, HttpMethod.DELETE, null);
                removed.onSuccess(done -> {});
            } else if (frameKind == FrameKind.LEFT) {
                latencies.record(now - asked[pair]);
                busy--;
                admit(member);
            }
        }

        @Override
        public void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
            busy--; // the crowd counted the refusal
            loop.vertx().setTimer(Math.max(20, retryAfterMs), again -> admit(member));
        }
    }
}
