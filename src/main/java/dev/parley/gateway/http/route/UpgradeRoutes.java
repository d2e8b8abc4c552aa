package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.auth.Identity;
import dev.parley.auth.SessionTokens;
import dev.parley.bus.Bus;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.AttemptLimit;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Addresses;
import dev.parley.messages.Administration;
import dev.parley.messages.GatewayEvent;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.Rosters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /api/sessions/upgrade}: a guest becomes the user whose token the request carries. First the guest's
 * roles, mutes and kicks move, room by room; then, at once, what the guest said becomes the user's and the guest's
 * session ends. What fails between can be repeated. Limit: {@code limits.sessions} for each address and user.
 */
public final class UpgradeRoutes {
    private static final String UPGRADE = "/api/sessions/upgrade";
    private static final int ROOMS_AT_ONCE = 100;

    private final SessionTokens sessions;
    private final Rosters rosters;
    private final AttemptLimit attempts;
    private final Bus bus;
    private final Clock clock;
    private final RequestAuth requestAuth;
    private final AdministrationEndpoint endpoint;

    public UpgradeRoutes(
            SessionTokens sessions,
            Rosters rosters,
            AttemptLimit attempts,
            Bus bus,
            ConnectionSettings settings,
            Access access,
            RequestAuth requestAuth) {
        this.sessions = sessions;
        this.rosters = rosters;
        this.attempts = attempts;
        this.bus = bus;
        this.clock = settings.clock();
        this.requestAuth = requestAuth;
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.post(UPGRADE).handler(endpoint.ofUser(this::upgrade));
        JsonEndpoint.allowOnly(router, UPGRADE, "POST");
    }

    private Future<JsonResponse> upgrade(RoutingContext ctx, Identity identity) {
        attempts.check(requestAuth.address(ctx.request()), identity.user());
        if (identity.role().isGuest()) {
            throw Code.FORBIDDEN.refuse("the bearer is a guest; send the token of the user to become");
        }
        Object token = endpoint.body(ctx, Set.of("guest")).get("guest");
        if (!(token instanceof String text && text.startsWith(SessionTokens.PREFIX))) {
            throw StrictBody.bad("guest must be the token of a guest's session");
        }
        return guest(text).compose(guest -> adopt(ctx, identity, guest.user(), new HashSet<>())
                .compose(v -> sessions.adopt(guest, identity))
                .map(v -> {
                    bus.publish(Addresses.GATEWAYS, new GatewayEvent.SessionEnded(guest.session()));
                    return JsonResponse.ok(new JsonObject().put("userId", identity.user()));
                }));
    }

    private Future<Identity> guest(String token) {
        return sessions.authenticate(token)
                .recover(e -> Future.failedFuture(
                        Refusal.is(e, Code.UNAUTHORIZED)
                                ? Code.NOT_FOUND.refuse("guest: there is no such session, or it has ended")
                                : e))
                .map(found -> {
                    if (!found.role().isGuest()) {
                        throw StrictBody.bad("guest is not the token of a guest's session");
                    }
                    return found;
                });
    }

    /** A room that was asked has nothing of the guest any more, so that what is read next are others. */
    private Future<Void> adopt(RoutingContext ctx, Identity identity, String guest, Set<String> asked) {
        return rosters.roomsOf(guest, clock.millis(), ROOMS_AT_ONCE).compose(rooms -> {
            List<String> left = rooms.stream().filter(asked::add).toList();
            return left.isEmpty()
                    ? Future.succeededFuture()
                    : adoptIn(left.iterator(), ctx, identity, guest).compose(v -> adopt(ctx, identity, guest, asked));
        });
    }

    private Future<Void> adoptIn(Iterator<String> rooms, RoutingContext ctx, Identity identity, String guest) {
        return rooms.hasNext()
                ? endpoint.request(ctx, identity, rooms.next(), new Administration.Adopt(guest))
                        .compose(done -> adoptIn(rooms, ctx, identity, guest))
                : Future.succeededFuture();
    }
}
