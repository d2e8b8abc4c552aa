package dev.parley.gateway.socket;

import dev.parley.auth.Identity;
import dev.parley.bus.Refusal;
import dev.parley.gateway.http.Bearers;
import dev.parley.gateway.http.Legible;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Admission;
import dev.parley.gateway.session.Door;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.SessionSettings;
import dev.parley.gateway.session.Sessions;
import dev.parley.protocol.Monotonic;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * {@code GET /ws}: who comes in. The answers to those who do not come in the contract's order: 401, 403, 426 (or 400 for a
 * handshake of another version), 429, 503.
 */
public final class SocketDoor {
    private static final String EXPECTED = "Expected WebSocket";

    private final Door door;
    private final Bearers bearers;
    private final Admission admission;
    private final Sessions sessions;
    private final SessionSettings settings;
    private final Supplier<String> connectionIds;

    public SocketDoor(
            Door door,
            Bearers bearers,
            Admission admission,
            Sessions sessions,
            SessionSettings settings,
            Supplier<String> connectionIds) {
        this.door = door;
        this.bearers = bearers;
        this.admission = admission;
        this.sessions = sessions;
        this.settings = settings;
        this.connectionIds = connectionIds;
    }

    /** A route's handler. */
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        request.pause();
        bearers.identifyWithOrigin(request)
                .andThen(known -> {
                    if (known.succeeded()) {
                        Legible.require(ctx);
                    }
                })
                .onSuccess(identity -> upgrade(ctx, identity))
                .onFailure(e -> Problem.answer(ctx, e));
    }

    private void upgrade(RoutingContext ctx, Identity identity) {
        HttpServerRequest request = ctx.request();
        if (!request.canUpgradeToWebSocket()) {
            ctx.response()
                    .setStatusCode(426)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE) // RFC 9110 section 7.8
                    .putHeader(HttpHeaders.UPGRADE, "websocket")
                    .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(EXPECTED.length()))
                    .end(EXPECTED)
                    .onFailure(e -> {}); // the client went away
            return;
        }
        try {
            Handshake.check(ctx);
            admission.enter(identity.user());
        } catch (Refusal refusal) {
            Problem.answer(ctx, refusal);
            return;
        }
        String address = bearers.address(request);
        request.toWebSocket()
                .onSuccess(upgraded -> open(request.connection(), identity, address))
                .onFailure(e -> admission.leave(identity.user()));
    }

    private void open(HttpConnection connection, Identity identity, String address) {
        SocketEnd end = ConnectionPipeline.takeOver(connection);
        SocketWire wire = new SocketWire(
                end, ConnectionPipeline.outlet(connection), settings.feeds().rounds());
        long now = Monotonic.millis();
        Session session = new Session(connectionIds.get(), identity, door, wire, address, settings, now);
        sessions.add(session);
        end.receiver(new SocketEnd.Receiver() {
            @Override
            public void handle(WebSocketFrame frame) {
                onFrame(session, wire, frame);
            }

            @Override
            public void ended() {
                sessions.remove(session);
                admission.leave(session.identity().user());
                session.onClosed();
            }
        });
    }

    private static void onFrame(Session session, SocketWire wire, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            session.intake().receive(ByteBufUtil.getBytes(frame.content()), id -> new SocketResponder(wire, id));
        } else if (frame instanceof BinaryWebSocketFrame) {
            session.intake().refuseBinary(new SocketResponder(wire, null));
        } else {
            session.heard();
        }
    }
}
