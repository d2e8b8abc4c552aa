package dev.parley.gateway.http;

import dev.parley.auth.Identity;
import dev.parley.contract.FrameReader;
import dev.parley.contract.JsonInput;
import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The frame of every JSON endpoint: it authenticates the request, has it carried out and sends the response as JSON;
 * what fails becomes a problem document ({@link Problem}). Reads bodies and parameters, too.
 */
public final class JsonEndpoint {
    private final RequestAuth requestAuth;

    public JsonEndpoint(RequestAuth requestAuth) {
        this.requestAuth = requestAuth;
    }

    /** Carries out a request of a known user. */
    public interface Endpoint {
        /** A status and a body; may also throw or fail with a refusal. */
        Future<JsonResponse> handle(RoutingContext ctx, Identity identity);
    }

    /** What is sent back: a status, and a body unless it is null. */
    public record JsonResponse(int status, JsonObject body) {
        public static JsonResponse ok(JsonObject body) {
            return new JsonResponse(200, body);
        }
    }

    /** A handler that authenticates the request first: 401 without a valid token. */
    public Handler<RoutingContext> authenticated(Endpoint endpoint) {
        return ctx -> requestAuth
                .identify(ctx.request())
                .compose(identity -> endpoint.handle(ctx, identity))
                .onSuccess(response -> send(ctx, response))
                .onFailure(e -> Problem.respond(ctx, e));
    }

    /** A route for GET, and for HEAD, which is the same without a body (RFC 9110 section 9.3.2). */
    public static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Mounted behind a path's endpoints: any other method is refused with those that are allowed. */
    public static void allowOnly(Router router, String path, String methods) {
        router.route(path).handler(ctx -> {
            ctx.response().putHeader(HttpHeaders.ALLOW, methods);
            ctx.fail(405);
        });
    }

    public static void send(RoutingContext ctx, JsonResponse response) {
        ctx.response().setStatusCode(response.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Future<Void> sent = response.body() == null
                ? ctx.response().end()
                : send(ctx, "application/json", response.body().toBuffer());
        sent.onFailure(e -> {}); // the client went away
    }

    /** The length stands there for HEAD too, whose response is the head alone. */
    public static Future<Void> send(RoutingContext ctx, String contentType, Buffer body) {
        return ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()))
                .end(body);
    }

    /** The body as a JSON object of at most so many names and values; an absent one is empty. */
    public static JsonObject body(RoutingContext ctx, int fieldsMax) {
        if (ctx.body().isEmpty()) {
            return new JsonObject();
        }
        return JsonInput.object(ctx.body().buffer().getBytes(), "the body", fieldsMax);
    }

    /** The request's idempotency key; null when it has none. */
    public static String idempotencyKey(RoutingContext ctx) {
        String key = ctx.request().getHeader("Idempotency-Key");
        if (key != null && !FrameReader.isKey(key)) {
            throw Code.BAD_FRAME.refuse("Idempotency-Key must be 1–" + FrameReader.ID_CHARS_MAX + " characters");
        }
        return key;
    }

    /** A query parameter that is a whole number within bounds. */
    public static long number(RoutingContext ctx, String name, long absent, long least, long most) {
        String text = ctx.request().getParam(name);
        if (text == null) {
            return absent;
        }
        if (text.matches("\\d{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= least) {
                return Math.min(value, most);
            }
        }
        throw Code.BAD_FRAME.refuse(name + " must be a whole number of " + least + " or more");
    }
}
