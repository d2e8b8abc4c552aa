package dev.parley.gateway.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Sets the headers that every response carries, also to a request that fails: browsers do not guess its type, and where
 * this node speaks TLS itself they use nothing else from then on (RFC 6797). Stateless.
 */
public final class SecurityHeaders {
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean tls;

    public SecurityHeaders(boolean tls) {
        this.tls = tls;
    }

    /** The first handler of all. */
    public void handle(RoutingContext ctx) {
        HttpServerResponse response = ctx.response().putHeader("X-Content-Type-Options", "nosniff");
        if (tls) {
            response.putHeader("Strict-Transport-Security", ONE_YEAR);
        }
        ctx.next();
    }
}
