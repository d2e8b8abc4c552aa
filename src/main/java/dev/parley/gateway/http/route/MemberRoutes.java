package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.route.AdministrationEndpoint.AboutRoom;
import dev.parley.messages.Administration;
import dev.parley.model.RoomRole;
import dev.parley.store.Rosters;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Set;

/**
 * {@code /api/rooms/{room}/members/{user}}: gives a user a role in a private room, and takes the user out of it.
 * Whoever takes themselves out, leaves. Limit: {@code limits.roomMembers}.
 */
public final class MemberRoutes {
    private static final String MEMBER = "/api/rooms/:room/members/:user";

    private final Rosters rosters;
    private final Clock clock;
    private final AdministrationEndpoint endpoint;

    public MemberRoutes(Rosters rosters, ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.rosters = rosters;
        this.clock = settings.clock();
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.put(MEMBER).handler(endpoint.inRoom(Action.MANAGE_MEMBERS, this::put));
        router.delete(MEMBER).handler(endpoint.inRoom(this::remove));
        JsonEndpoint.allowOnly(router, MEMBER, "PUT, DELETE");
    }

    private Future<JsonResponse> put(AboutRoom about) {
        String user = about.user();
        RoomRole role = role(endpoint.body(about.ctx(), Set.of("role")));
        return rosters.standing(about.room(), user, clock.millis()).compose(before -> endpoint.store(
                        about, new Administration.SetMember(user, role))
                .map(stored -> new JsonResponse(
                        before.role() == null && stored.seq() > 0 ? 201 : 200, AdministrationEndpoint.json(stored))));
    }

    /** The role that a body names. */
    static RoomRole role(StrictBody body) {
        return RoomRole.of(body.choice("role", StrictBody.names(RoomRole.values())))
                .orElseThrow();
    }

    private Future<JsonResponse> remove(AboutRoom about) {
        return endpoint.store(about, new Administration.SetMember(about.user(), null))
                .map(new JsonResponse(204, null));
    }
}
