package dev.parley.gateway.http;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Decides which pages may use the API: CORS (Fetch standard, section 3.2), by the same list as sockets and cookies. A
 * page whose origin is not on it gets 403, whatever it requests; a request without an {@code Origin} is no page's and
 * passes. Stateless.
 */
public final class CrossOrigin {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match";
    private static final String PREFLIGHT_SECONDS = "600";

    private final RequestAuth requestAuth;

    public CrossOrigin(RequestAuth requestAuth) {
        this.requestAuth = requestAuth;
    }

    /** A route's handler, in front of every endpoint. */
    public void handle(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.VARY, "Origin");
        if (!requestAuth.allowsOrigin(ctx.request())) {
            throw refusal();
        }
        mayRead(ctx);
        pass(ctx);
    }

    /**
     * A route's handler in front of the SockJS endpoint, which authenticates first and then refuses an origin itself.
     * Its library would let every origin read, with cookies: what it says is replaced on its way out.
     */
    public void announce(RoutingContext ctx) {
        boolean allowed = requestAuth.allowsOrigin(ctx.request());
        if (!allowed && isPreflight(ctx.request())) {
            throw refusal();
        }
        ctx.addHeadersEndHandler(v -> {
            ctx.response()
                    .putHeader(HttpHeaders.VARY, "Origin")
                    .headers()
                    .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)
                    .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);
            if (allowed) {
                mayRead(ctx);
            }
        });
        pass(ctx);
    }

    private static Refusal refusal() {
        return Code.FORBIDDEN.refuse("this origin is not allowed (http.origins)");
    }

    /**
     * Cookies count from this node's own pages and from named origins alone. For all others {@code *} makes a browser
     * withhold from the page what it requested with a cookie.
     */
    private void mayRead(RoutingContext ctx) {
        String origin = RequestAuth.origin(ctx.request());
        if (origin != null) {
            boolean known = requestAuth.allowsCookies(ctx.request());
            ctx.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, known ? origin : "*")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After");
            if (known) {
                ctx.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
        }
    }

    private static void pass(RoutingContext ctx) {
        if (isPreflight(ctx.request())) {
            ctx.response()
                    .setStatusCode(204)
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
                && RequestAuth.origin(request) != null
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
