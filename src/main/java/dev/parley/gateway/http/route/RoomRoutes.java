package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.auth.Identity;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Principal;
import dev.parley.store.History;
import dev.parley.store.RoomSummary;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/rooms}: lists rooms, and shows one. */
public final class RoomRoutes {
    private static final int ROOMS_DEFAULT = 100;
    private static final int ROOMS_MAX = 200;

    private final History history;
    private final ConnectionSettings settings;
    private final PresenceQuery presenceQuery;
    private final RoomView view;
    private final Access access;
    private final JsonEndpoint endpoint;

    public RoomRoutes(
            History history,
            ConnectionSettings settings,
            PresenceQuery presenceQuery,
            RoomView view,
            Access access,
            RequestAuth requestAuth) {
        this.history = history;
        this.settings = settings;
        this.presenceQuery = presenceQuery;
        this.view = view;
        this.access = access;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/rooms").handler(endpoint.authenticated(this::list));
        JsonEndpoint.get(router, "/api/rooms/:room").handler(endpoint.authenticated(this::one));
        JsonEndpoint.allowOnly(router, "/api/rooms", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/rooms/:room", "GET, HEAD, PUT, DELETE");
    }

    private Future<JsonResponse> list(RoutingContext ctx, Identity identity) {
        String after = ctx.request().getParam("after");
        int limit = (int) JsonEndpoint.number(ctx, "limit", ROOMS_DEFAULT, 1, ROOMS_MAX);
        return new RoomPages(history, access)
                .after(after == null ? "" : after, limit + 1, identity.principal())
                .compose(found -> {
                    List<RoomSummary> page = found.subList(0, Math.min(limit, found.size()));
                    return presenceQuery
                            .users(page.stream().map(RoomSummary::room).toList())
                            .map(users -> JsonResponse.ok(new JsonObject()
                                    .put("rooms", roomsJson(page, users))
                                    .put("hasMore", found.size() > limit)));
                });
    }

    private static JsonArray roomsJson(List<RoomSummary> rooms, Map<String, Set<String>> users) {
        JsonArray array = new JsonArray();
        rooms.forEach(room -> array.add(
                RoomJson.listed(room, users.getOrDefault(room.room(), Set.of()).size())));
        return array;
    }

    private Future<JsonResponse> one(RoutingContext ctx, Identity identity) {
        String room = RoomPath.name(ctx, identity);
        Principal who = identity.principal();
        return access.read(who, room, () -> view.of(room, who)).map(JsonResponse::ok);
    }
}
