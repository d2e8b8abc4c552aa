package dev.parley.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads a request's body as it is, whatever type it says it has: {@code curl -d} calls everything a form, and a form's
 * parser would take the text apart. Stateless.
 */
public final class RawBody {
    private final long bytesMax;

    public RawBody(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** A route's handler, in front of those that read {@link RoutingContext#body}. */
    public void handle(RoutingContext ctx) {
        RoutingContextInternal internal = (RoutingContextInternal) ctx;
        if (internal.seenHandler(RoutingContextInternal.BODY_HANDLER)) {
            ctx.next();
            return;
        }
        internal.visitHandler(RoutingContextInternal.BODY_HANDLER);
        HttpServerRequest request = ctx.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > bytesMax) {
            request.handler(bytes -> {}); // read to its end, so that the client reads the response
            ctx.fail(413);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            ctx.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        request.handler(bytes -> {
                    if (body.length() <= bytesMax) {
                        body.appendBuffer(bytes);
                        if (body.length() > bytesMax) {
                            ctx.fail(413);
                        }
                    }
                })
                .exceptionHandler(ctx::fail)
                .endHandler(end -> {
                    if (body.length() <= bytesMax) {
                        internal.setBody(body);
                        ctx.next();
                    }
                });
    }
}
