package dev.parley.gateway.http.route;

import dev.parley.gateway.http.JsonEndpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /api/openapi.json} and {@code /api/asyncapi.json}: describes the HTTP API and the frames to programs. For
 * everyone, without a token.
 */
public final class ApiDocumentRoutes {
    private final ApiDocuments documents;

    public ApiDocumentRoutes(ApiDocuments documents) {
        this.documents = documents;
    }

    public void mount(Router router) {
        mount(router, "/api/openapi.json", documents.openApi());
        mount(router, "/api/asyncapi.json", documents.asyncApi());
    }

    private static void mount(Router router, String path, Asset document) {
        JsonEndpoint.get(router, path).handler(ctx -> send(ctx, document));
        JsonEndpoint.allowOnly(router, path, "GET, HEAD");
    }

    private static void send(RoutingContext ctx, Asset document) {
        ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, Asset.FRESH).putHeader(HttpHeaders.ETAG, document.etag());
        if (document.isAmong(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            ctx.response().setStatusCode(304).end().onFailure(e -> {}); // the client went away
            return;
        }
        JsonEndpoint.send(ctx, document.contentType(), Buffer.buffer(document.bytes()))
                .onFailure(e -> {}); // the client went away
    }
}
