package dev.parley.gateway.http;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one response to a failed request: a problem document (RFC 9457) with the contract's {@code code}. What failed
 * without a refusal is logged with a reference. Stateless.
 */
public final class Problem {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final Pattern SECRET = Pattern.compile("(?i)(/invitations/).*", Pattern.DOTALL);

    private Problem() {}

    /** A router's failure handler. */
    public static void respond(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        respond(ctx, failure instanceof HttpException http ? http.getStatusCode() : ctx.statusCode());
    }

    /** A router's handler for requests that end with this status because no route serves them. */
    public static Handler<RoutingContext> handler(int status) {
        return ctx -> respond(ctx, status);
    }

    /** What failed without a refusal keeps the library's status if the client is to blame. */
    private static void respond(RoutingContext ctx, int status) {
        if (status >= 400 && status < 500) {
            send(ctx, status, ofStatus(status));
        } else {
            Throwable failure = ctx.failure();
            respond(ctx, failure == null ? new IllegalStateException("status " + status) : failure);
        }
    }

    /** Responds with a refusal; with {@code internal} to what is none. */
    public static void respond(RoutingContext ctx, Throwable failure) {
        if (failure instanceof HttpClosedException || ctx.response().closed()) {
            LOG.debug("a client went away before its request was whole");
            return;
        }
        if (failure instanceof RefusedAs refused) {
            send(ctx, refused.status(), refused.refusal());
            return;
        }
        Refusal refusal = Refusal.of(failure, e -> internal(ctx, e));
        send(ctx, refusal.code().httpStatus(), refusal);
    }

    private static void send(RoutingContext ctx, int status, Refusal refusal) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.headWritten()) {
            ctx.request().connection().close();
            return;
        }
        LOG.debug("{} {}: {} {}", ctx.request().method(), shownPath(ctx), status, refusal.text());
        Code code = refusal.code();
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
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
        Buffer text = body.toBuffer();
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff") // also where no route was found
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(text.length()))
                .end(text)
                .onFailure(e -> LOG.debug("a client went away before its response"));
    }

    private static Refusal ofStatus(int status) {
        return switch (status) {
            case 404 -> Code.NOT_FOUND.refuse("no such resource");
            case 405 -> Code.BAD_FRAME.refuse("this method is not allowed; the Allow header lists those that are");
            case 413 -> Code.TOO_LARGE.refuse("the body is over limits.body");
            case 416 -> Code.BAD_FRAME.refuse("the file has no such range");
            default -> Code.BAD_FRAME.refuse("malformed request");
        };
    }

    private static Refusal internal(RoutingContext ctx, Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.error(
                "internal error (reference {}): {} {} failed",
                reference,
                ctx.request().method(),
                shownPath(ctx),
                failure);
        return Code.INTERNAL.refuse("internal error (reference " + reference + ")");
    }

    /** Without the query, in which a token may stand, and without what stands behind a path that ends in a secret. */
    private static String shownPath(RoutingContext ctx) {
        try {
            return SECRET.matcher(ctx.normalizedPath()).replaceFirst("$1…");
        } catch (IllegalArgumentException e) { // a wrong escape: nobody can tell what stands in it
            return "(not a path)";
        }
    }
}
