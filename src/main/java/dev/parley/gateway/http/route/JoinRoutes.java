package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.auth.SessionTokens;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.AttemptLimit;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Administration;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.Rosters;
import dev.parley.store.Rosters.Invitation;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code POST /api/invitations/{token}}: takes an invitation. All that do not hold are refused alike, and after the
 * same time, so that nobody learns whether one was ever made. Limit: {@code limits.sessions} for each address and user.
 */
public final class JoinRoutes {
    /** What stands behind it is a secret: {@code http.Problem} keeps it out of logs. */
    private static final String INVITATION = "/api/invitations/:token";

    private static final String REFUSAL = "there is no such invitation, or it has ended";
    private static final long REFUSED_AFTER_MS = 200;

    private final Rosters rosters;
    private final Access access;
    private final Clock clock;
    private final AttemptLimit attempts;
    private final RequestAuth requestAuth;
    private final AdministrationEndpoint endpoint;

    public JoinRoutes(
            Rosters rosters,
            AttemptLimit attempts,
            ConnectionSettings settings,
            Access access,
            RequestAuth requestAuth) {
        this.rosters = rosters;
        this.access = access;
        this.clock = settings.clock();
        this.attempts = attempts;
        this.requestAuth = requestAuth;
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.post(INVITATION).handler(endpoint.ofUser(this::take));
        JsonEndpoint.allowOnly(router, INVITATION, "POST");
    }

    private Future<JsonResponse> take(RoutingContext ctx, Identity identity) {
        attempts.check(requestAuth.address(ctx.request()), identity.user());
        long begun = Monotonic.millis();
        String hash = SessionTokens.key(ctx.pathParam("token"));
        return rosters.invitation(hash)
                .compose(found -> join(ctx, identity, hash, found))
                .recover(e -> Refusal.is(e, Code.NOT_FOUND) ? refused(ctx, begun) : Future.failedFuture(e));
    }

    private Future<JsonResponse> join(
            RoutingContext ctx, Identity identity, String hash, Optional<Invitation> invitation) {
        if (invitation.isEmpty() || invitation.get().expiresAt() <= clock.millis()) {
            return Future.failedFuture(Code.NOT_FOUND.refuse(REFUSAL));
        }
        String room = invitation.get().room();
        return access.knock(identity.principal(), Action.ENTER, room)
                .compose(v -> endpoint.request(ctx, identity, room, new Administration.Join(hash)))
                .map(reply -> JsonResponse.ok(new JsonObject()
                        .put("room", room)
                        .put("role", ((RoomReply.Joined) reply).role().text())));
    }

    private static Future<JsonResponse> refused(RoutingContext ctx, long begun) {
        Promise<JsonResponse> later = Promise.promise();
        long left = REFUSED_AFTER_MS - (Monotonic.millis() - begun);
        ctx.vertx().setTimer(Math.max(1, left), t -> later.fail(Code.NOT_FOUND.refuse(REFUSAL)));
        return later.future();
    }
}
