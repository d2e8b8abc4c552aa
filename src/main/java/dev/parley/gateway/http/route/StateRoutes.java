package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RefusedAs;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /api/rooms/{room}/state}: shows a room's shared state, and changes it by a JSON Merge Patch (RFC 7396). Its
 * {@code ETag} is the {@code seq} of its last change. Limits: {@code limits.statePatch}, {@code limits.state}, {@code
 * limits.depth}, {@code limits.messages}.
 */
public final class StateRoutes {
    private static final String STATE = "/api/rooms/:room/state";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Set<String> TYPES = Set.of(MERGE_PATCH, "application/json");

    private final History history;
    private final FrameEndpoint frames;

    public StateRoutes(History history, ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.history = history;
        this.frames = new FrameEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, STATE)
                .handler(frames.inRoom(Action.READ, (ctx, identity, client) -> show(ctx, client)));
        router.patch(STATE).handler(frames.inRoom(Action.WRITE_STATE, this::patch));
        JsonEndpoint.allowOnly(router, STATE, "GET, HEAD, PATCH");
    }

    private static Future<JsonResponse> show(RoutingContext ctx, InProcessClient client) {
        return client.state().map(loaded -> {
            ctx.response()
                    .putHeader(HttpHeaders.ETAG, "\"" + loaded.seq() + "\"")
                    .putHeader("Accept-Patch", MERGE_PATCH); // RFC 5789 section 3.1
            return JsonResponse.ok(json(loaded));
        });
    }

    private static JsonObject json(ServerFrame.StateLoaded loaded) {
        JsonObject json = loaded.toJson();
        json.remove("type");
        return json;
    }

    private Future<JsonResponse> patch(RoutingContext ctx, Identity identity, InProcessClient client) {
        requirePatch(ctx);
        String key = JsonEndpoint.idempotencyKey(ctx);
        long base = IfMatch.base(ctx.request().headers().getAll(HttpHeaders.IF_MATCH));
        return client.change(key, frames.reader().state(FrameEndpoint.bytes(ctx), base))
                .recover(e -> base >= 0 && Refusal.is(e, Code.CONFLICT)
                        ? conflict(e, client.room(), identity.user(), key)
                        : Future.failedFuture(e))
                .compose(done -> show(ctx, client));
    }

    /** It is the precondition that failed, unless the key was used for something else. */
    private Future<ServerFrame.Done> conflict(Throwable refusal, String room, String user, String key) {
        Future<Boolean> used = key == null
                ? Future.succeededFuture(false)
                : history.sent(room, user, key).map(Optional::isPresent);
        return used.compose(known -> Future.failedFuture(known ? refusal : IfMatch.failed()));
    }

    /** A patch of another kind would be taken for a merge patch, and do something else. */
    private static void requirePatch(RoutingContext ctx) {
        String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !TYPES.contains(type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))) {
            ctx.response().putHeader("Accept-Patch", MERGE_PATCH);
            throw new RefusedAs(415, Code.BAD_FRAME.refuse("Content-Type must be " + MERGE_PATCH));
        }
    }
}
