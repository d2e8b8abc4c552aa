package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.FrameFields;
import dev.parley.contract.RoomActionReader;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Endpoints that do what a frame does: the frame is read from the path and the body with the checks of a socket's, and
 * carried out as one of a socket. {@code Idempotency-Key} is its id. Stateless.
 */
final class FrameEndpoint {
    private final ConnectionSettings settings;
    private final RoomPath roomPath;
    private final RequestAuth requestAuth;
    private final JsonEndpoint endpoint;

    FrameEndpoint(ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.settings = settings;
        this.roomPath = new RoomPath(access);
        this.requestAuth = requestAuth;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    /** Carries out a request in a room for a user who may do there what the request wants. */
    interface InRoom {
        Future<JsonResponse> handle(RoutingContext ctx, Identity identity, InProcessClient client);
    }

    /** A handler of requests about a room; {@code action} is the right that they need there. */
    Handler<RoutingContext> inRoom(Action action, InRoom handler) {
        return endpoint.authenticated((ctx, identity) -> roomPath.room(ctx, identity, action)
                .compose(room -> handler.handle(ctx, identity, client(ctx, identity, room))));
    }

    private InProcessClient client(RoutingContext ctx, Identity identity, String room) {
        return InProcessClient.of(identity, requestAuth.address(ctx.request()), room, settings);
    }

    /** A handler that sends the frame that is read from a request, and responds with this status and its ack. */
    Handler<RoutingContext> sending(Action action, int status, Function<RoutingContext, ClientFrame.Body> reading) {
        return inRoom(action, (ctx, identity, client) -> {
            String key = JsonEndpoint.idempotencyKey(ctx);
            return client.change(key, reading.apply(ctx)).map(done -> new JsonResponse(status, ackJson(done)));
        });
    }

    private static JsonObject ackJson(ServerFrame.Done done) {
        JsonObject json = new JsonObject();
        if (done.seq() > 0) {
            json.put("seq", done.seq());
        }
        json.put("ts", done.ts());
        return done.duplicate() ? json.put("duplicate", true) : json;
    }

    /** Checks the fields of bodies and paths as those of frames. */
    RoomActionReader reader() {
        return settings.reader().actions();
    }

    /** The fields of a body that says something in its sender's name. Throws a refusal. */
    FrameFields body(RoutingContext ctx) {
        if (JsonEndpoint.body(ctx, settings.limits().jsonFields()).containsKey("from")) {
            throw Code.BAD_FRAME.refuse("from can be set for new messages only");
        }
        return settings.reader().body(bytes(ctx));
    }

    /** The body as it came. */
    static byte[] bytes(RoutingContext ctx) {
        return ctx.body().isEmpty() ? new byte[0] : ctx.body().buffer().getBytes();
    }
}
