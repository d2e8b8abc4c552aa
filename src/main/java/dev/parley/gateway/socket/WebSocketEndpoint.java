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
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * {@code GET /ws} and {@code GET /api/chat-ws}: lets clients in and makes a connection of each. A refused request gets
 * the first of these that holds: 401, 403, 400 (a target that cannot be decoded), 426 (or 400 for a handshake of
 * another version, RFC 6455 section 4.4), 429, 503. On its gateway's context.
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
                .onSuccess(socket -> open(request.connection(), identity, address))
                .onFailure(e -> admission.leave(identity.user()));
    }

    private void open(HttpConnection upgraded, Identity identity, String address) {
        WebSocketChannel channel = ConnectionPipeline.takeOver(upgraded);
        WebSocketTransport transport = new WebSocketTransport(
                channel, ConnectionPipeline.outlet(upgraded), settings.rooms().flushes());
        long now = Monotonic.millis();
        Connection connection =
                new Connection(connectionIds.get(), identity, entryPoint, transport, address, settings, now);
        connections.add(connection);
        channel.receiver(new WebSocketChannel.Receiver() {
            @Override
            public void handle(WebSocketFrame frame) {
                onFrame(connection, transport, frame);
            }

            @Override
            public void onEnd() {
                connections.remove(connection);
                admission.leave(connection.identity().user());
                connection.onClosed();
            }
        });
    }

    private static void onFrame(Connection connection, WebSocketTransport transport, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame textFrame) {
            connection.inbox().receive(textFrame.text(), id -> new WebSocketResponder(transport, id));
        } else if (frame instanceof BinaryWebSocketFrame) {
            connection.inbox().refuseBinary(new WebSocketResponder(transport, null));
        } else {
            connection.onActivity();
        }
    }
}
