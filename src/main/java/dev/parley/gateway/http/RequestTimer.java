package dev.parley.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Times every HTTP request and tells an {@link HttpObserver}. An upgrade is no request: it ends with its connection,
 * which would hold the timer for as long. On the gateway's context. Mounted ahead of all routes.
 */
public final class RequestTimer {
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final String NO_ROUTE = "none";

    private final HttpObserver observer;

    public RequestTimer(HttpObserver observer) {
        this.observer = observer;
    }

    /** Starts the timer and goes on to the next route. */
    public void handle(RoutingContext ctx) {
        if (!ctx.request().headers().contains(HttpHeaders.UPGRADE)) {
            long begun = System.nanoTime();
            ctx.addEndHandler(ended -> observer.answered(
                    METHODS.contains(ctx.request().method())
                            ? ctx.request().method().name()
                            : "OTHER",
                    route(ctx),
                    ctx.response().getStatusCode(),
                    System.nanoTime() - begun));
        }
        ctx.next();
    }

    private static String route(RoutingContext ctx) {
        Route route = ctx.currentRoute();
        String path = route == null ? null : route.getPath();
        return path == null ? NO_ROUTE : path;
    }
}
