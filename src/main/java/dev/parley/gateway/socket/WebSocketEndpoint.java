package dev.parley.gateway.socket;

import dev.parley.auth.Identity;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.TargetCheck;
import dev.parley.model.Refusal;
import dev.parley.time.Monotonic;
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
public final class WebSocketEndpoint {
    private static final String EXPECTED = "Expected WebSocket";

    private final EntryPoint entryPoint;
    private final RequestAuth requestAuth;
    private final Admission admission;
    private final Connections connections;
    private final ConnectionSettings settings;
    private final Supplier<String> connectionIds;

    public WebSocketEndpoint(
            EntryPoint entryPoint,
            RequestAuth requestAuth,
            Admission admission,
            Connections connections,
            ConnectionSettings settings,
            Supplier<String> connectionIds) {
        this.entryPoint = entryPoint;
        this.requestAuth = requestAuth;
        this.admission = admission;
        this.connections = connections;
        this.settings = settings;
        this.connectionIds = connectionIds;
    }

    /** A route's handler. */
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        request.pause();
        requestAuth
                .identifyWithOrigin(request)
                .andThen(known -> {
                    if (known.succeeded()) {
                        TargetCheck.require(ctx);
                    }
                })
                .onSuccess(identity -> upgrade(ctx, identity))
                .onFailure(e -> Problem.respond(ctx, e));
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
            Problem.respond(ctx, refusal);
            return;
        }
        String address = requestAuth.address(request);
        request.toWebSocket()
                .onSuccess(upgraded -> open(request.connection(), identity, address))
                .onFailure(e -> admission.leave(identity.user()));
    }

    private void open(HttpConnection connection, Identity identity, String address) {
        WebSocketChannel end = ConnectionPipeline.takeOver(connection);
        WebSocketTransport wire = new WebSocketTransport(
                end, ConnectionPipeline.outlet(connection), settings.rooms().flushes());
        long now = Monotonic.millis();
        Connection session = new Connection(connectionIds.get(), identity, entryPoint, wire, address, settings, now);
        connections.add(session);
        end.receiver(new WebSocketChannel.Receiver() {
            @Override
            public void handle(WebSocketFrame frame) {
                onFrame(session, wire, frame);
            }

            @Override
            public void onEnd() {
                connections.remove(session);
                admission.leave(session.identity().user());
                session.onClosed();
            }
        });
    }

    private static void onFrame(Connection session, WebSocketTransport wire, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            session.inbox().receive(ByteBufUtil.getBytes(frame.content()), id -> new WebSocketResponder(wire, id));
        } else if (frame instanceof BinaryWebSocketFrame) {
            session.inbox().refuseBinary(new WebSocketResponder(wire, null));
        } else {
            session.onActivity();
        }
    }
}
