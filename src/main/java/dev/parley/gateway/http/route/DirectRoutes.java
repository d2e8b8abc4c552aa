package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.auth.SessionTokens;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Administration;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.DirectRooms;
import dev.parley.store.Rosters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code POST /api/direct}: makes the direct room of some users and oneself, once. */
public final class DirectRoutes {
    private static final String DIRECT = "/api/direct";

    private final Rosters rosters;
    private final Access access;
    private final AdministrationEndpoint endpoint;

    public DirectRoutes(Rosters rosters, ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.rosters = rosters;
        this.access = access;
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.post(DIRECT).handler(endpoint.ofUser(this::make));
        JsonEndpoint.allowOnly(router, DIRECT, "POST");
    }

    private Future<JsonResponse> make(RoutingContext ctx, Identity identity) {
        Set<String> users = users(endpoint.body(ctx, Set.of("users")), identity.user());
        if (identity.role().isGuest() || users.stream().anyMatch(SessionTokens::isGuest)) {
            throw Code.FORBIDDEN.refuse("guests have no direct rooms");
        }
        return rosters.directSecret()
                .map(secret -> DirectRooms.of(users, secret))
                .compose(room -> access.knock(identity.principal(), Action.ENTER, room)
                        .compose(v -> endpoint.request(
                                ctx, identity, room, new Administration.MakeDirect(List.copyOf(users))))
                        .map(reply -> new JsonResponse(
                                ((RoomReply.Stored) reply).seq() > 0 ? 201 : 200, new JsonObject().put("room", room))));
    }

    /** With oneself, whether one is named or not. */
    private static Set<String> users(StrictBody body, String self) {
        Set<String> users = new TreeSet<>(List.of(self));
        if (body.get("users") instanceof JsonArray named) {
            named.forEach(each -> users.add(UserIds.checked(each, "each of users")));
        }
        if (users.size() < 2 || users.size() > DirectRooms.USERS_MAX) {
            throw StrictBody.bad(
                    "users must be a list of ids: with you, 2–" + DirectRooms.USERS_MAX + " different users");
        }
        return users;
    }
}
