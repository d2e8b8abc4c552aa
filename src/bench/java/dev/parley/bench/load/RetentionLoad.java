package dev.parley.bench.load;

import dev.parley.bench.client.Api;
import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures acks in other rooms while the messages of one room are deleted because they are too old, and before that.
 *
 * @param messages that the room holds
 * @param senders who each wait for an ack before the next message, each in a room of their own
 */
public record RetentionLoad(Report.Case subject, int messages, int senders) implements Workload {
    private static final Duration GONE_MOST = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_MS = 200;
    private static final Figure QUIET_P50 = Figure.drawn("quiet_p50_us", "ack before p50", "µs", 0);
    private static final Figure QUIET_P99 = Figure.drawn("quiet_p99_us", "ack before p99", "µs", 0);
    private static final Figure P50 = Figure.drawn("p50_us", "ack during p50", "µs", 0);
    private static final Figure P99 = Figure.drawn("p99_us", "ack during p99", "µs", 0);
    private static final Figure RATIO = Figure.listed("p99_ratio", "p99 during/before", "", 2);
    private static final Figure GONE_S = Figure.listed("gone_s", "all gone after", "s", 1);

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        AckTraffic echo = new AckTraffic(loop, name);
        try (Api api = new Api(loop, generator.target());
                Crowd crowd = Crowd.enter(loop, generator.target(), senders, i -> name + "." + i, echo)) {
            String room = "/api/rooms/" + name;
            api.ask(
                    0,
                    HttpMethod.PUT,
                    room,
                    new JsonObject().put("title", "retention")); // whoever made it may change it
            RoomFill.fill(generator, name, messages);
            echo.during(crowd, timing.warmup());
            echo.during(crowd, timing.measured());
            Measurement measured = new Measurement()
                    .put(QUIET_P50, echo.latencies.micros(50))
                    .put(QUIET_P99, echo.latencies.micros(99));
            double before = echo.latencies.micros(99);
            long began = loop.now();
            api.ask(0, HttpMethod.PUT, room, new JsonObject().put("retention", "1s"));
            AtomicBoolean isGone = new AtomicBoolean();
            loop.runAndWait(() -> look(loop, api, room, isGone));
            echo.during(crowd, GONE_MOST, isGone::get);
            if (!isGone.get()) {
                throw new BenchFailure("not all messages were gone after " + GONE_MOST.toSeconds() + " s");
            }
            measured.put(P50, echo.latencies.micros(50))
                    .put(P99, echo.latencies.micros(99))
                    .put(RATIO, echo.latencies.micros(99) / before)
                    .put(GONE_S, (loop.now() - began) / 1e9)
                    .put(CommonFigures.ACKED, echo.acked)
                    .put(CommonFigures.REFUSED, echo.refused);
            loop.runAndWait(() -> Traffic.notes(crowd, measured));
            return measured;
        }
    }

    /** Until the room has no message left. */
    private static void look(Loop loop, Api api, String room, AtomicBoolean isGone) {
        api.send(0, HttpMethod.GET, room + "/messages?limit=1", null).onComplete(done -> {
            boolean isEmpty =
                    done.succeeded() && done.result().getJsonArray("messages").isEmpty();
            if (isEmpty) {
                isGone.set(true);
            } else {
                loop.vertx().setTimer(LOOK_EVERY_MS, again -> look(loop, api, room, isGone));
            }
        });
    }
}
