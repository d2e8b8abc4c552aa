package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.cluster.ClusterLevel;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.RoomCommand;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /internal/rooms/{room}/invalidate-cache}: has the node that hosts a room drop what it has cached for it. For
 * services and admins.
 */
public final class CacheRoutes {
    /** The path, for what is to run in front of it. */
    public static final String INVALIDATE = "/internal/rooms/:room/invalidate-cache";

    private final ConnectionSettings settings;
    private final RoomPath roomPath;
    private final JsonEndpoint endpoint;

    public CacheRoutes(ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.settings = settings;
        this.roomPath = new RoomPath(access);
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        router.post(INVALIDATE).handler(endpoint.authenticated(this::invalidate));
        JsonEndpoint.allowOnly(router, INVALIDATE, "POST");
    }

    private Future<JsonResponse> invalidate(RoutingContext ctx, Identity identity) {
        return roomPath.room(ctx, identity, Action.REFRESH).compose(room -> {
            if (!settings.isOn().test(ClusterLevel.AMENDMENTS)) {
                return Future.failedFuture(ClusterLevel.AMENDMENTS.refusal());
            }
            return settings.rooms()
                    .request(room, new RoomCommand.Forget())
                    .map(done -> JsonResponse.ok(new JsonObject().put("success", true)));
        });
    }
}
