package dev.parley.metrics;

import dev.parley.gateway.http.HttpObserver;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Times HTTP requests by method, route template and status. From any thread. */
public final class HttpMeters implements HttpObserver {
    private record Answer(String method, String route, int status) {}

    private final Meters meters;
    /** As many as there are routes, methods and statuses. */
    private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

    HttpMeters(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void answered(String method, String route, int status, long nanos) {
        timers.computeIfAbsent(new Answer(method, route, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Answer answer) {
        return meters.timer(
                "parley.http.requests",
                "HTTP requests, from the request to the end of the response",
                "method",
                answer.method(),
                "route",
                answer.route(),
                "status",
                String.valueOf(answer.status()));
    }
}
