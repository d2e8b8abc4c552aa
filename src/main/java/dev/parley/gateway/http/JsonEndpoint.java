package dev.parley.gateway.http;

import dev.parley.auth.Identity;
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

/** How every endpoint reads and answers: identify, do, JSON out; what fails becomes a problem document. */
public final class JsonEndpoint {
    private final RequestAuth requestAuth;

    JsonEndpoint(RequestAuth requestAuth) {
        this.requestAuth = requestAuth;
    }

    /** An endpoint that needs to know who asks. */
    interface Endpoint {
        /** A status and a body; may also throw or fail with a refusal. */
        Future<JsonResponse> handle(RoutingContext ctx, Identity identity);
    }

    /** A null {@code body} means none. */
    record JsonResponse(int status, JsonObject body) {
        static JsonResponse ok(JsonObject body) {
            return new JsonResponse(200, body);
        }
    }

    Handler<RoutingContext> authenticated(Endpoint endpoint) {
        return ctx -> requestAuth
                .identify(ctx.request())
                .compose(identity -> endpoint.handle(ctx, identity))
                .onSuccess(answer -> send(ctx, answer))
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

    static void send(RoutingContext ctx, JsonResponse answer) {
        ctx.response().setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Future<Void> sent = answer.body() == null
                ? ctx.response().end()
                : send(ctx, "application/json", answer.body().toBuffer());
        sent.onFailure(e -> {}); // the client went away
    }

    /** The length stands there for HEAD too, which is answered with the head alone. */
    static Future<Void> send(RoutingContext ctx, String contentType, Buffer body) {
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

    /** A query parameter that is a whole number within bounds. */
    static long number(RoutingContext ctx, String name, long absent, long least, long most) {
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
