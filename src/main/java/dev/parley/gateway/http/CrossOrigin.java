package dev.parley.gateway.http;

import dev.parley.protocol.Code;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * CORS (Fetch standard, section 3.2) by the one list that sockets and cookies go by as well. A page of an origin that is
 * not on it gets 403, whatever it asks; a request without an {@code Origin} is no page's and passes. Stateless.
 */
public final class CrossOrigin {
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
    private static final String HEADERS = "Authorization, Content-Type, Idempotency-Key";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Bearers bearers;
    private final boolean any;

    /** {@code any}: every origin is allowed, but then none may send cookies. */
    public CrossOrigin(Bearers bearers, boolean any) {
        this.bearers = bearers;
        this.any = any;
    }

    /** A route's handler, in front of every endpoint. */
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        HttpServerResponse response = ctx.response().putHeader(HttpHeaders.VARY, "Origin");
        String origin = Bearers.origin(request);
        if (origin == null) {
            ctx.next();
            return;
        }
        if (!bearers.allowsOrigin(request)) {
            throw Code.FORBIDDEN.refuse("this origin is not allowed (http.origins)");
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? "*" : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
        if (!any) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if (isPreflight(request)) {
            response.setStatusCode(204)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
                    .end()
                    .onFailure(e -> {}); // the client went away
        } else {
            ctx.next();
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
