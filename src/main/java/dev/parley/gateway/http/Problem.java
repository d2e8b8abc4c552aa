package dev.parley.gateway.http;

import dev.parley.bus.Refusal;
import dev.parley.protocol.Code;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failed request is answered: a problem document (RFC 9457) with the contract's {@code code}. */
public final class Problem {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    private Problem() {}

    /** A router's failure handler. */
    public static void answer(RoutingContext ctx) {
        answer(ctx, asRefusal(ctx));
    }

    /** Answers a request with a refusal. */
    public static void answer(RoutingContext ctx, Throwable failure) {
        if (failure instanceof HttpClosedException || ctx.response().closed()) {
            LOG.debug("a client went away before its request was whole");
            return;
        }
        Refusal refusal = failure instanceof Refusal known ? known : internal(ctx, failure);
        Code code = Code.of(refusal);
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.headWritten()) {
            ctx.request().connection().close();
            return;
        }
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(code.httpStatus()).reasonPhrase())
                .put("status", code.httpStatus())
                .put("detail", refusal.text())
                .put("code", code.text());
        if (refusal.retryAfterMs() > 0) {
            body.put("retryAfterMs", refusal.retryAfterMs());
            long seconds = Math.max(1, (refusal.retryAfterMs() + 999) / 1000);
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        }
        if (code == Code.UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.setStatusCode(code.httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(body.toBuffer())
                .onFailure(e -> LOG.debug("a client went away before its answer"));
    }

    private static Throwable asRefusal(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        int status = failure instanceof HttpException http ? http.getStatusCode() : ctx.statusCode();
        return switch (status) {
            case 400 -> Code.BAD_FRAME.refuse("the request cannot be understood");
            case 404 -> Code.NOT_FOUND.refuse("no such resource");
            case 405 -> Code.BAD_FRAME.refuse("this method is not allowed here");
            case 413 -> Code.TOO_LARGE.refuse("the body is over limits.body");
            default -> failure == null ? Code.INTERNAL.refuse("status " + status) : failure;
        };
    }

    private static Refusal internal(RoutingContext ctx, Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.error(
                "ref {}: {} {} failed",
                reference,
                ctx.request().method(),
                ctx.request().path(),
                failure);
        return Code.INTERNAL.refuse("our fault; see the log, reference " + reference);
    }
}
