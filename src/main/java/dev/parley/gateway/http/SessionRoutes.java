package dev.parley.gateway.http;

import dev.parley.auth.BearerToken;
import dev.parley.auth.Identity;
import dev.parley.auth.OpenedSession;
import dev.parley.auth.Sessions;
import dev.parley.bus.Bus;
import dev.parley.config.Limits;
import dev.parley.gateway.http.Answers.Answer;
import dev.parley.limit.KeyedRate;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.Code;
import dev.parley.protocol.FrameReader;
import dev.parley.protocol.GatewayEvent;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code /api/sessions}. */
public final class SessionRoutes {
    private final Sessions sessions;
    private final Bearers bearers;
    private final KeyedRate byAddress;
    private final Bus bus;
    private final Limits limits;
    private final Answers answers;

    /** {@code byAddress} is shared by all gateways of a node. */
    public SessionRoutes(Sessions sessions, Bearers bearers, KeyedRate byAddress, Bus bus, Limits limits) {
        this.limits = limits;
        this.sessions = sessions;
        this.bearers = bearers;
        this.byAddress = byAddress;
        this.bus = bus;
        this.answers = new Answers(bearers);
    }

    public void mount(Router router) {
        router.post("/api/sessions").handler(this::open);
        router.delete("/api/sessions/current").handler(answers.forBearer(this::end));
        Answers.allowOnly(router, "/api/sessions", "POST");
        Answers.allowOnly(router, "/api/sessions/current", "DELETE");
    }

    private void open(RoutingContext ctx) {
        long wait = byAddress.take(bearers.address(ctx.request()), System.nanoTime());
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many sessions from this address (limits.sessions)", wait);
        }
        String name = FrameReader.text(Answers.body(ctx, limits.jsonFields()), "name");
        Optional<BearerToken> token = bearers.token(ctx.request());
        Future<OpenedSession> opened =
                token.isPresent() ? bearers.identify(ctx.request()).compose(sessions::open) : sessions.openGuest(name);
        opened.onSuccess(session -> Answers.send(ctx, new Answer(201, session.toJson())))
                .onFailure(e -> Problem.answer(ctx, e));
    }

    private Future<Answer> end(RoutingContext ctx, Identity identity) {
        if (identity.session() == null) {
            return Future.failedFuture(Code.NOT_FOUND.refuse("this token is no session's"));
        }
        return sessions.endKey(identity.session()).map(was -> {
            bus.publish(Addresses.GATEWAYS, new GatewayEvent.SessionEnded(identity.session()));
            return new Answer(204, null);
        });
    }
}
