package dev.parley.gateway.http.route;

import dev.parley.cluster.Membership;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.store.Health;
import dev.parley.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics}: shows operators whether the process runs, whether
 * it takes clients, and its metrics. Without authentication.
 */
public final class HealthRoutes {
    private final Store store;
    private final Membership membership;
    private final Admission admission;
    private final PrometheusMeterRegistry metrics;

    public HealthRoutes(Store store, Membership membership, Admission admission, PrometheusMeterRegistry metrics) {
        this.store = store;
        this.membership = membership;
        this.admission = admission;
        this.metrics = metrics;
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/health/live")
                .handler(ctx -> respond(ctx, 200, new JsonObject().put("status", "up")));
        JsonEndpoint.get(router, "/health/ready").handler(this::ready);
        JsonEndpoint.get(router, "/metrics").handler(this::metrics);
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            JsonEndpoint.allowOnly(router, path, "GET, HEAD");
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
        respond(ctx, up ? 200 : 503, up ? body : body.put("problem", problem));
    }

    private void metrics(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        JsonEndpoint.send(ctx, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(metrics.scrape()))
                .onFailure(e -> {}); // the client went away
    }

    private static void respond(RoutingContext ctx, int status, JsonObject body) {
        JsonEndpoint.send(ctx, new JsonEndpoint.JsonResponse(status, body));
    }
}
