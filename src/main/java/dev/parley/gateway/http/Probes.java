package dev.parley.gateway.http;

import dev.parley.cluster.Membership;
import dev.parley.gateway.session.Admission;
import dev.parley.store.Health;
import dev.parley.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics}, for operators. */
public final class Probes {
    private final Store store;
    private final Membership membership;
    private final Admission admission;
    private final PrometheusMeterRegistry metrics;

    public Probes(Store store, Membership membership, Admission admission, PrometheusMeterRegistry metrics) {
        this.store = store;
        this.membership = membership;
        this.admission = admission;
        this.metrics = metrics;
    }

    public void mount(Router router) {
        Answers.get(router, "/health/live").handler(ctx -> answer(ctx, 200, new JsonObject().put("status", "up")));
        Answers.get(router, "/health/ready").handler(this::ready);
        Answers.get(router, "/metrics").handler(this::metrics);
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            Answers.allowOnly(router, path, "GET, HEAD");
        }
    }

    private void ready(RoutingContext ctx) {
        Health health = store.health();
        String problem = health.problem();
        if (admission.isDraining()) {
            problem = "draining";
        } else if (!membership.outage().isEmpty()) {
            problem = membership.outage();
        } else if (problem.isEmpty() && !membership.holdsLease()) {
            problem = "this node has no lease in the cluster";
        }
        boolean up = problem.isEmpty();
        JsonObject body = new JsonObject().put("status", up ? "up" : "down").put("store", health.up() ? "up" : "down");
        answer(ctx, up ? 200 : 503, up ? body : body.put("problem", problem));
    }

    private void metrics(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Answers.send(ctx, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(metrics.scrape()))
                .onFailure(e -> {}); // the client went away
    }

    private static void answer(RoutingContext ctx, int status, JsonObject body) {
        Answers.send(ctx, new Answers.Answer(status, body));
    }
}
