package dev.parley.gateway.http.route;

import dev.parley.auth.BearerToken;
import dev.parley.auth.Identity;
import dev.parley.auth.OpenedSession;
import dev.parley.auth.SessionTokens;
import dev.parley.bus.Bus;
import dev.parley.config.Limits;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.limit.KeyedRate;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code /api/sessions}: opens an opaque session for a guest or for the bearer of a token, and ends one. Limit:
 * {@code limits.sessions} an address.
 */
public final class SessionRoutes {
    private final SessionTokens sessionTokens;
    private final RequestAuth requestAuth;
    private final KeyedRate byAddress;
    private final Bus bus;
    private final Limits limits;
    private final JsonEndpoint endpoint;

    /** {@code byAddress} is shared by all gateways of a node. */
    public SessionRoutes(
            SessionTokens sessionTokens, RequestAuth requestAuth, KeyedRate byAddress, Bus bus, Limits limits) {
        this.limits = limits;
        this.sessionTokens = sessionTokens;
        this.requestAuth = requestAuth;
        this.byAddress = byAddress;
        this.bus = bus;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        router.post("/api/sessions").handler(this::open);
        router.delete("/api/sessions/current").handler(endpoint.authenticated(this::end));
        JsonEndpoint.allowOnly(router, "/api/sessions", "POST");
        JsonEndpoint.allowOnly(router, "/api/sessions/current", "DELETE");
    }

    private void open(RoutingContext ctx) {
        long wait = byAddress.take(requestAuth.address(ctx.request()), System.nanoTime());
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many sessions from this address (limits.sessions)", wait);
        }
        String name = FrameReader.text(JsonEndpoint.body(ctx, limits.jsonFields()), "name");
        Optional<BearerToken> token = requestAuth.token(ctx.request());
        Future<OpenedSession> opened = token.isPresent()
                ? requestAuth.identify(ctx.request()).compose(sessionTokens::open)
                : sessionTokens.openGuest(name);
        opened.onSuccess(session -> JsonEndpoint.send(ctx, new JsonResponse(201, session.toJson())))
                .onFailure(e -> Problem.respond(ctx, e));
    }

    private Future<JsonResponse> end(RoutingContext ctx, Identity identity) {
        if (identity.session() == null) {
            return Future.failedFuture(Code.NOT_FOUND.refuse("this is not a session's token"));
        }
        return sessionTokens.endKey(identity.session()).map(was -> {
            bus.publish(Addresses.GATEWAYS, new GatewayEvent.SessionEnded(identity.session()));
            return new JsonResponse(204, null);
        });
    }
}
