package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.config.AssistantConfig;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.model.Code;
import dev.parley.model.RoomOptions;
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

/** {@code /api/rooms}: lists rooms, shows one, and sets its options. */
public final class RoomRoutes {
    private static final int ROOMS_DEFAULT = 100;
    private static final int ROOMS_MAX = 200;

    private final History history;
    private final ConnectionSettings settings;
    private final PresenceQuery presenceQuery;
    private final RoomOptionsReader optionsReader;
    private final Access access;
    private final RoomPath roomPath;
    private final JsonEndpoint endpoint;

    public RoomRoutes(
            History history,
            ConnectionSettings settings,
            PresenceQuery presenceQuery,
            List<AssistantConfig> assistants,
            Access access,
            RequestAuth requestAuth) {
        this.history = history;
        this.settings = settings;
        this.presenceQuery = presenceQuery;
        this.optionsReader = new RoomOptionsReader(assistants);
        this.access = access;
        this.roomPath = new RoomPath(access);
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/rooms").handler(endpoint.authenticated(this::list));
        JsonEndpoint.get(router, "/api/rooms/:room").handler(endpoint.authenticated(this::one));
        router.put("/api/rooms/:room").handler(endpoint.authenticated(this::configure));
        JsonEndpoint.allowOnly(router, "/api/rooms", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/rooms/:room", "GET, HEAD, PUT");
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
        rooms.forEach(room -> array.add(roomJson(room, users)));
        return array;
    }

    private static JsonObject roomJson(RoomSummary room, Map<String, Set<String>> users) {
        return new JsonObject()
                .put("room", room.room())
                .put("seq", room.seq())
                .put("members", users.getOrDefault(room.room(), Set.of()).size());
    }

    private Future<JsonResponse> one(RoutingContext ctx, Identity identity) {
        return roomPath.room(ctx, identity, Action.READ).compose(this::one);
    }

    private Future<JsonResponse> one(String room) {
        return history.room(room).compose(found -> {
            RoomSummary summary = found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such room"));
            return presenceQuery.users(List.of(room)).compose(users -> history.options(room)
                    .map(options -> JsonResponse.ok(withOptions(roomJson(summary, users), options))));
        });
    }

    private static JsonObject withOptions(JsonObject room, RoomOptions options) {
        return options.assistants().isEmpty() ? room : room.mergeIn(options.toJson());
    }

    private Future<JsonResponse> configure(RoutingContext ctx, Identity identity) {
        return roomPath.room(ctx, identity, Action.ENTER).compose(room -> configure(ctx, identity.principal(), room));
    }

    private Future<JsonResponse> configure(RoutingContext ctx, Principal by, String room) {
        RoomOptions options =
                optionsReader.read(JsonEndpoint.body(ctx, settings.limits().jsonFields()));
        return access.check(by, Action.CONFIGURE, room) // a room is not woken to refuse it
                .compose(v -> settings.rooms().request(room, new RoomCommand.Configure(options, by)))
                .map(done -> JsonResponse.ok(options.toJson().put("room", room)));
    }
}
