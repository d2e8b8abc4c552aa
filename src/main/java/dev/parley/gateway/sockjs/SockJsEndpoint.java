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
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /eventbus/*}: who comes in. Each request, on every transport, is identified, its Origin is checked, and a polling
 * session is open to its own user alone. The answers to those who do not come in: 401, 403, 429, 503. On its gateway's
 * context.
 */
public final class SockJsEndpoint {
    private static final String IDENTITY = "parley.identity";
    private static final String SESSION_ID = "parley.sockjs";
    private static final String OPENED = "parley.opened";

    /** {@code /eventbus/<server>/<session>/<transport>}, as the library reads it. */
    private static final Pattern SESSION_PATH = Pattern.compile("/eventbus/[^/.]+/([^/.]+)/([a-z_]+)/?");

    /**
     * The library would greet at the first; the second is a page for browsers without CORS that loads a script from another
     * site.
     */
    private static final Pattern NOT_SERVED = Pattern.compile("/eventbus|/eventbus/iframe[^/]*");

    /** What is the same for everybody; the library knows it for GET alone. */
    private static final Map<String, String> HEADS = Map.of(
            "/eventbus/", "text/plain; charset=UTF-8",
            "/eventbus/info", "application/json; charset=UTF-8");

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
        String path = ctx.normalizedPath();
        if (NOT_SERVED.matcher(path).matches()) {
            throw Code.NOT_FOUND.refuse("no such resource");
        }
        Matcher session = SESSION_PATH.matcher(path);
        boolean named = session.matches();
        if (named && session.group(1).indexOf('%') >= 0) {
            throw Code.NOT_FOUND.refuse("a SockJS session's id is letters and digits");
        }
        String id = named ? session.group(1) : null;
        if (ctx.request().canUpgradeToWebSocket()) {
            Handshake.check(ctx);
        }
        checkCharset(ctx);
        String head = HttpMethod.HEAD.equals(ctx.request().method()) ? HEADS.get(path) : null;
        if (head != null) {
            ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, head)
                    .putHeader(
                            HttpHeaders.CACHE_CONTROL, "no-store, no-cache, no-transform, must-revalidate, max-age=0")
                    .end()
                    .onFailure(e -> {}); // the client went away
            return;
        }
        boolean polls = named
                && session.group(2).matches("xhr|xhr_streaming")
                && HttpMethod.POST.equals(ctx.request().method());
        boolean claimed = polls && owners.claim(id, user);
        if (named && !owners.mayUse(id, user)) {
            throw Code.FORBIDDEN.refuse("this SockJS session is another user's");
        }
        if (polls) {
            owners.onRequest(id, ctx.response());
        }
        try {
            if (claimed || path.endsWith("/websocket")) {
                // Room for one more? Here a browser can still be told by a status. open() counts it in.
                admission.enter(user);
                admission.leave(user);
            }
            if (claimed) {
                ctx.put(SESSION_ID, id);
            }
            if (polls) {
                // The library ends the connection behind each answer. A client that was not told would send its next
                // poll
                // there, and lose what that one was answered.
                ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            if (!ctx.request().canUpgradeToWebSocket()) {
                ctx.request().resume(); // a request that was read to its end cannot be upgraded any more
            }
            ctx.next(); // a polling session is opened within this call
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
        BridgeTransport wire = new BridgeTransport(vertx, socket, limits.outbox());
        try {
            admission.enter(identity.user());
        } catch (Refusal refusal) {
            wire.close(CloseCode.OVERLOADED, refusal.text());
            return;
        }
        ctx.put(OPENED, true);
        long now = Monotonic.millis();
        Connection connection = new Connection(
                connectionIds.get(),
                identity,
                EntryPoint.SOCKET,
                wire,
                requestAuth.address(ctx.request()),
                settings,
                now);
        connections.add(connection);
        BridgeClient client = new BridgeClient(connection, wire, limits);
        String id = ctx.get(SESSION_ID);
        Context home = vertx.getOrCreateContext();
        if (wire.isWebSocket()) {
            ConnectionPipeline.watch(ctx.request().connection(), connection::onActivity);
        } else if (id != null) {
            owners.watch(id, () -> home.runOnContext(v -> connection.onActivity()));
            wire.onPing(() -> {
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
