package dev.parley.gateway.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Serves the web client, with validators and ranges (RFC 9110 sections 8.8.3 and 14). Unknown paths are the page's own
 * to understand, so they get the page; unknown assets, and what is unknown below the paths of endpoints, do not.
 */
public final class WebClientRoutes {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: https:; style-src 'self'; "
                    + "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    private static final String METHODS = "GET, HEAD";

    /** What is below these is an endpoint or an asset, or it is nothing. */
    private static final List<String> NEVER_THE_PAGE = List.of(
            "/api",
            "/ws",
            "/eventbus",
            "/agui",
            "/health",
            "/metrics",
            "/internal",
            "/files",
            "/assets",
            "/vendor",
            "/webjars");

    private final Assets assets;

    public WebClientRoutes(Assets assets) {
        this.assets = assets;
    }

    public void mount(Router router) {
        router.route().handler(this::serve);
    }

    private void serve(RoutingContext ctx) {
        Asset asset = find(ctx.normalizedPath());
        if (asset == null) {
            ctx.fail(404);
            return;
        }
        HttpMethod method = ctx.request().method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            ctx.response().putHeader(HttpHeaders.ALLOW, METHODS);
            ctx.fail(405);
            return;
        }
        send(ctx, asset);
    }

    /** Null for what is not found. */
    private Asset find(String path) {
        Asset asset = assets.at(path);
        boolean named = path.substring(path.lastIndexOf('/') + 1).contains(".");
        boolean reserved = NEVER_THE_PAGE.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + "/"));
        return asset != null || named || reserved ? asset : assets.at("/index.html");
    }

    private static void send(RoutingContext ctx, Asset asset) {
        HttpServerRequest request = ctx.request();
        HttpServerResponse response = ctx.response();
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, Asset.FRESH)
                .putHeader(HttpHeaders.ETAG, asset.etag())
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (asset.isAmong(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end().onFailure(e -> {}); // the client went away
            return;
        }
        int size = asset.bytes().length;
        Optional<ByteRange> part = part(request, asset);
        if (part.isPresent() && part.get().isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            ctx.fail(416);
            return;
        }
        int first = part.map(ByteRange::first).orElse(0);
        int last = part.map(ByteRange::last).orElse(size - 1);
        if (part.isPresent()) {
            response.setStatusCode(206)
                    .putHeader(HttpHeaders.CONTENT_RANGE, "bytes " + first + "-" + last + "/" + size);
        }
        byte[] body = part.isPresent() ? Arrays.copyOfRange(asset.bytes(), first, last + 1) : asset.bytes();
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length))
                .end(Buffer.buffer(body))
                .onFailure(e -> {}); // the client went away
    }

    /** Of a GET alone (RFC 9110 section 14.2), and of the version that the client has a part of (section 13.1.5). */
    private static Optional<ByteRange> part(HttpServerRequest request, Asset asset) {
        String version = request.getHeader("If-Range");
        boolean wanted = HttpMethod.GET.equals(request.method()) && (version == null || version.equals(asset.etag()));
        return wanted ? ByteRange.of(request.getHeader("Range"), asset.bytes().length) : Optional.empty();
    }
}
