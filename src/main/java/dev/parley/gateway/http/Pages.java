package dev.parley.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The web client from the jar. Unknown paths are its own to understand, so they get the page; unknown assets do not. */
public final class Pages {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: https:; style-src 'self'; "
                    + "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    private static final String WEB = "web";
    /** Assets have no version in their names: a new release must reach browsers soon. */
    private static final long FRESH_SECONDS = 60;

    private static final String SOCKJS = "META-INF/resources/webjars/sockjs-client/1.6.1/dist";

    public void mount(Router router) {
        page(router.route()).handler(Pages::secure);
        page(router.route("/webjars/sockjs-client/*"))
                .handler(StaticHandler.create(SOCKJS).setMaxAgeSeconds(FRESH_SECONDS));
        page(router.route())
                .handler(StaticHandler.create(WEB)
                        .setIndexPage("index.html")
                        .setMaxAgeSeconds(FRESH_SECONDS)
                        .setFilesReadOnly(true));
        page(router.route()).handler(Pages::fallBack);
    }

    private static Route page(Route route) {
        return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static void secure(RoutingContext ctx) {
        ctx.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin");
        ctx.next();
    }

    private static void fallBack(RoutingContext ctx) {
        String path = ctx.request().path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (last.contains(".") || path.startsWith("/api/")) {
            ctx.fail(404);
            return;
        }
        ctx.reroute("/");
    }
}
