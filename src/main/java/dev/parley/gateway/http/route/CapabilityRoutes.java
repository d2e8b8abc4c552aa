package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.auth.Identity;
import dev.parley.capability.Contributions;
import dev.parley.capability.HttpRoute;
import dev.parley.capability.Owned;
import dev.parley.config.InvalidConfig;
import dev.parley.config.Limits;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The routes of capabilities: authenticates a request, resolves the room that it names, asks whether its user may, and
 * has the capability carry it out.
 */
public final class CapabilityRoutes {
    private final Contributions contributions;
    private final SubscribedRooms rooms;
    private final Access access;
    private final Limits limits;
    private final RequestAuth requestAuth;
    private final JsonEndpoint endpoint;

    public CapabilityRoutes(
            Contributions contributions, SubscribedRooms rooms, Access access, Limits limits, RequestAuth requestAuth) {
        this.contributions = contributions;
        this.rooms = rooms;
        this.access = access;
        this.limits = limits;
        this.requestAuth = requestAuth;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    /** Throws {@link InvalidConfig} for a path that the core has. */
    public void mount(Router router) throws InvalidConfig {
        Set<String> ofCore = new HashSet<>();
        router.getRoutes().forEach(known -> ofCore.add(shape(known.getPath())));
        Map<String, String> methods = new LinkedHashMap<>();
        for (Owned<HttpRoute> route : contributions.routes()) {
            String path = route.what().path().replaceAll("\\{([^}]*)}", ":$1");
            if (ofCore.contains(shape(path))) {
                throw new InvalidConfig(
                        route.capability().name(),
                        "the capability cannot start: it adds the route "
                                + route.what().path() + ", which is there already");
            }
            HttpMethod method = route.what().method();
            (method.equals(HttpMethod.GET) ? JsonEndpoint.get(router, path) : router.route(method, path))
                    .handler(endpoint.authenticated((ctx, identity) -> handle(route, ctx, identity)));
            String shown = method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
            methods.merge(path, shown, (before, more) -> before + ", " + more);
        }
        methods.forEach((path, allowed) -> JsonEndpoint.allowOnly(router, path, allowed));
    }

    /** Parameters of other names make no other path. */
    private static String shape(String path) {
        return path == null ? "" : path.replaceAll(":[^/]+", ":");
    }

    private Future<JsonResponse> handle(Owned<HttpRoute> owned, RoutingContext ctx, Identity identity) {
        contributions.refuseUntilOn(owned.capability());
        HttpRoute route = owned.what();
        CapabilityRequest request =
                new CapabilityRequest(owned, ctx, identity, requestAuth.address(ctx.request()), rooms, limits);
        return route.inRoom()
                .map(action -> access.during(identity.principal(), action, request.room(), () -> route.handler()
                        .handle(request)))
                .orElseGet(() -> route.handler().handle(request))
                .map(reply -> new JsonResponse(reply.status(), reply.body()));
    }
}
