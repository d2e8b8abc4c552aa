package dev.parley.gateway.sockjs;

import dev.parley.auth.Identity;
import dev.parley.config.Limits;
import dev.parley.contract.CloseCode;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.socket.ConnectionPipeline;
import dev.parley.gateway.socket.Handshake;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.function.Supplier;

/**
 * {@code /eventbus/*}: lets clients of the SockJS bridge in and makes a connection of each. Every request, on every
 * transport, is authenticated, its Origin is checked, and a SockJS session of a polling client is open to its own user
 * alone. A refused request gets 401, 403, 429 or 503. On its gateway's context.
 */
public final class SockJsEndpoint {
    private static final String IDENTITY = "parley.identity";
    private static final String SESSION_ID = "parley.sockjs";
    private static final String OPENED = "parley.opened";

    private final Vertx vertx;
    private final RequestAuth requestAuth;
    private final Admission admission;
    private final Connections connections;
    private final ConnectionSettings settings;
    private final Limits limits;
    private final Supplier<String> connectionIds;
    private final BridgeOwners owners;

    public SockJsEndpoint(
            Vertx vertx,
            RequestAuth requestAuth,
            Admission admission,
            Connections connections,
            ConnectionSettings settings,
            Supplier<String> connectionIds) {
        this.vertx = vertx;
        this.requestAuth = requestAuth;
        this.admission = admission;
        this.connections = connections;
        this.settings = settings;
        this.limits = settings.limits();
        this.connectionIds = connectionIds;
        this.owners = new BridgeOwners(vertx);
    }

    /** The routes below {@code /eventbus}. */
    public Router routes() {
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setMaxBytesStreaming(Math.toIntExact(limits.outbox()))
                .addDisabledTransport("JSON_P")
                .addDisabledTransport("HTML_FILE")
                .addDisabledTransport("EVENT_SOURCE");
        Router routes = SockJSHandler.create(vertx, options).socketHandler(this::open);
        routes.route().handler(ctx -> ctx.fail(404)); // not the web client's page
        return routes;
    }

    /** Runs before the routes, for each of their requests. */
    public void guard(RoutingContext ctx) {
        ctx.request().pause();
        ctx.response().putHeader(HttpHeaders.VARY, "Origin");
        requestAuth
                .identifyWithOrigin(ctx.request())
                .map(identity -> ctx.put(IDENTITY, identity))
                .onSuccess(this::admit)
                .onFailure(e -> Problem.respond(ctx, e));
    }

    private void admit(RoutingContext ctx) {
        try {
            pass(ctx, ctx.<Identity>get(IDENTITY).user());
        } catch (Refusal refusal) {
            Problem.respond(ctx, refusal);
        }
    }

    private void pass(RoutingContext ctx, String user) {
        SockJsPath path = SockJsPath.of(ctx);
        if (ctx.request().canUpgradeToWebSocket()) {
            Handshake.check(ctx);
        }
        checkCharset(ctx);
        if (path.isHead()) {
            path.respondToHead(ctx);
        } else {
            passToLibrary(ctx, path, user);
        }
    }

    private void passToLibrary(RoutingContext ctx, SockJsPath path, String user) {
        String id = path.sessionId();
        boolean claimed = path.polls() && owners.claim(id, user);
        if (id != null && !owners.mayUse(id, user)) {
            throw Code.FORBIDDEN.refuse("this SockJS session belongs to another user");
        }
        if (path.polls()) {
            owners.onRequest(id, ctx.response());
        }
        try {
            if (claimed || path.isWebSocket()) {
                // Room for one more? Here a browser can still get a status. open() counts it in.
                admission.enter(user);
                admission.leave(user);
            }
            if (claimed) {
                ctx.put(SESSION_ID, id);
            }
            if (path.polls()) {
                // The library ends the connection behind each response. A client that does not know would send its next
                // poll there, and lose what is sent in response.
                ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            if (!ctx.request().canUpgradeToWebSocket()) {
                ctx.request().resume(); // a request that was read to its end cannot be upgraded any more
            }
            ctx.next(); // a polling client's SockJS session is opened within this call
        } finally {
            if (claimed && ctx.get(OPENED) == null) {
                owners.release(id);
            }
        }
    }

    /** The library reads a body in the charset that the client names, and fails when there is none of that name. */
    private static void checkCharset(RoutingContext ctx) {
        String charset = ctx.parsedHeaders().contentType().parameter("charset");
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw Code.BAD_FRAME.refuse("the body must be UTF-8, found charset " + charset);
        }
    }

    private void open(SockJSSocket socket) {
        RoutingContext ctx = socket.routingContext();
        Identity identity = ctx.get(IDENTITY);
        BridgeTransport transport = new BridgeTransport(vertx, socket, limits.outbox());
        try {
            admission.enter(identity.user());
        } catch (Refusal refusal) {
            transport.close(CloseCode.OVERLOADED, refusal.text());
            return;
        }
        ctx.put(OPENED, true);
        long now = Monotonic.millis();
        Connection connection = new Connection(
                connectionIds.get(),
                identity,
                EntryPoint.SOCKET,
                transport,
                requestAuth.address(ctx.request()),
                settings,
                now);
        connections.add(connection);
        BridgeClient client = new BridgeClient(connection, transport, settings);
        String id = ctx.get(SESSION_ID);
        Context home = vertx.getOrCreateContext();
        if (transport.isWebSocket()) {
            ConnectionPipeline.watch(ctx.request().connection(), connection::onActivity);
        } else if (id != null) {
            owners.watch(id, () -> home.runOnContext(v -> connection.onActivity()));
            transport.onPing(() -> {
                if (owners.isPolling(id)) {
                    connection.onActivity();
                }
            });
        }
        socket.handler(client::receive).exceptionHandler(e -> {}).closeHandler(v -> close(connection, id));
    }

    private void close(Connection connection, String id) {
        if (id != null) {
            owners.release(id);
        }
        connections.remove(connection);
        admission.leave(connection.identity().user());
        connection.onClosed();
    }
}
