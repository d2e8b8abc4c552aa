package dev.parley.ai.tool.mcp;

import dev.parley.ai.tool.mcp.McpFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Speaks with one server after the two have agreed on a revision of the Model Context Protocol.
 *
 * <pre>
 *  INITIALIZING ── initialize succeeds ──► IN_SESSION: until DELETE
 *       └── initialize is refused, server/discover succeeds ──► STATELESS: each request carries everything
 * </pre>
 *
 * Servers of revision 2026-07-28 have no sessions. Every failure is a {@link McpFault}. Limits: 20 pages of tools, and
 * the caller's time-out for each message. Runs on the server's context.
 */
final class McpSession {
    static final String SESSION = "Mcp-Session-Id";

    private static final String VERSION = "MCP-Protocol-Version";
    private static final String ASKED_VERSION = "2025-06-18";
    /** The first revision without sessions. */
    private static final String STATELESS = "2026-07-28";

    private static final String META = "io.modelcontextprotocol/";
    private static final JsonObject CLIENT =
            new JsonObject().put("name", "parley").put("version", "1");
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
    /** Those in which the part that is used here, tools, is the same. */
    private static final Set<String> VERSIONS = Set.of("2024-11-05", "2025-03-26", ASKED_VERSION, "2025-11-25");

    private static final int PAGES_MAX = 20;

    private enum State {
        INITIALIZING,
        IN_SESSION,
        STATELESS
    }

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions options;
    private final Duration timeout;
    private final Runnable onToolsChanged;
    private State state = State.INITIALIZING;
    private long ids;
    private boolean hasTools;

    private McpSession(
            Vertx vertx, HttpClient client, RequestOptions options, Duration timeout, Runnable onToolsChanged) {
        this.vertx = vertx;
        this.client = client;
        this.options = new RequestOptions(options);
        this.timeout = timeout;
        this.onToolsChanged = onToolsChanged;
    }

    /**
     * Begins a session.
     *
     * @param options the endpoint, with the headers that the server wants
     * @param onToolsChanged runs when the server says that its list of tools has changed
     */
    static Future<McpSession> open(
            Vertx vertx, HttpClient client, RequestOptions options, Duration timeout, Runnable onToolsChanged) {
        McpSession session = new McpSession(vertx, client, options, timeout, onToolsChanged);
        JsonObject hello = new JsonObject()
                .put("protocolVersion", ASKED_VERSION)
                .put("capabilities", new JsonObject())
                .put("clientInfo", CLIENT);
        return session.post(session.request("initialize", hello))
                .compose(reply -> session.onInitialized(reply))
                .recover(refusal -> session.discover(McpFault.of(refusal)))
                .map(session);
    }

    private void to(State next) {
        state = next;
    }

    /** A server that does not know {@code initialize} perhaps needs none; if it needs one, its first refusal counts. */
    private Future<McpPost.McpReply> discover(McpFault refusal) {
        if (!refusal.is(Kind.AWAY) && !refusal.is(Kind.REFUSED)) {
            return Future.failedFuture(refusal);
        }
        to(State.STATELESS);
        return post(request("server/discover", new JsonObject()))
                .recover(failure -> Future.failedFuture(refusal))
                .compose(reply -> {
                    boolean isSpoken = reply.message().getValue("supportedVersions") instanceof JsonArray versions
                            && versions.contains(STATELESS);
                    hasTools = offersTools(reply.message());
                    return isSpoken
                            ? Future.succeededFuture(reply)
                            : Future.failedFuture(new McpFault(Kind.AWAY, "it uses another version of the protocol"));
                });
    }

    private static boolean offersTools(JsonObject result) {
        return result.getValue("capabilities") instanceof JsonObject can && can.containsKey("tools");
    }

    private Future<McpPost.McpReply> onInitialized(McpPost.McpReply reply) {
        String version = String.valueOf(reply.message().getValue("protocolVersion"));
        if (!VERSIONS.contains(version)) {
            return Future.failedFuture(new McpFault(Kind.AWAY, "it uses another version of the protocol"));
        }
        if (reply.session() != null) {
            if (!reply.session().matches("[\\x21-\\x7e]{1,1024}")) {
                return Future.failedFuture(new McpFault(Kind.AWAY, "its session id is not valid"));
            }
            options.putHeader(SESSION, reply.session());
        }
        options.putHeader(VERSION, version);
        hasTools = offersTools(reply.message());
        to(State.IN_SESSION);
        return post(JsonRpc.notification("notifications/initialized"));
    }

    /** The server's tools as it lists them, at most {@link #PAGES_MAX} pages. */
    Future<List<JsonObject>> tools() {
        return hasTools ? tools("", new HashSet<>(), new ArrayList<>()) : Future.succeededFuture(List.of());
    }

    /** A cursor that is empty or was seen before leads nowhere. */
    private Future<List<JsonObject>> tools(String cursor, Set<String> seen, List<JsonObject> found) {
        JsonObject params = cursor.isEmpty() ? new JsonObject() : new JsonObject().put("cursor", cursor);
        return post(request("tools/list", params)).compose(reply -> {
            if (reply.message().getValue("tools") instanceof JsonArray tools) {
                tools.stream().filter(JsonObject.class::isInstance).forEach(tool -> found.add((JsonObject) tool));
            }
            String next = reply.message().getValue("nextCursor") instanceof String text ? text : "";
            boolean goesOn = !next.isEmpty() && seen.size() + 1 < PAGES_MAX && seen.add(next);
            return goesOn ? tools(next, seen, found) : Future.succeededFuture(found);
        });
    }

    /**
     * The result of {@code tools/call}. A call that takes too long is cancelled, and so is a call whose result nobody
     * waits for.
     */
    Future<JsonObject> call(String tool, JsonObject arguments, Map<String, String> headers, Future<Void> stopped) {
        JsonObject call =
                request("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
        Promise<Void> givenUp = Promise.promise();
        Future<McpPost.McpReply> reply = post(call, headers, givenUp.future());
        stopped.onSuccess(stop -> vertx.runOnContext(v -> {
            if (!reply.isComplete()) {
                cancel(call.getLong("id"), "stopped");
                givenUp.tryComplete();
            }
        }));
        return reply.onFailure(failure -> {
                    if (McpFault.of(failure).is(Kind.TOO_LATE)) {
                        cancel(call.getLong("id"), "time-out");
                    }
                })
                .map(McpPost.McpReply::message);
    }

    /** Where there are no sessions, the end of the connection cancels the call. */
    private void cancel(long id, String reason) {
        if (state == State.STATELESS) {
            return;
        }
        JsonObject params = new JsonObject().put("requestId", id).put("reason", reason);
        var unused = post(JsonRpc.notification("notifications/cancelled").put("params", params));
    }

    /** Ends the session, if there is one; never fails. */
    Future<Void> close() {
        if (options.getHeaders() == null || !options.getHeaders().contains(SESSION)) {
            return Future.succeededFuture();
        }
        RequestOptions end =
                new RequestOptions(options).setMethod(HttpMethod.DELETE).setTimeout(timeout.toMillis());
        return client.request(end)
                .compose(request -> request.send())
                .otherwiseEmpty()
                .mapEmpty();
    }

    private JsonObject request(String method, JsonObject params) {
        if (state == State.STATELESS) {
            params.put(
                    "_meta",
                    new JsonObject()
                            .put(META + "protocolVersion", STATELESS)
                            .put(META + "clientInfo", CLIENT)
                            .put(META + "clientCapabilities", new JsonObject()));
        }
        return JsonRpc.request(++ids, method, params);
    }

    private Future<McpPost.McpReply> post(JsonObject message) {
        return post(message, Map.of(), Future.future(never -> {}));
    }

    private Future<McpPost.McpReply> post(JsonObject message, Map<String, String> headers, Future<Void> givenUp) {
        RequestOptions to = new RequestOptions(options);
        if (state == State.STATELESS) {
            to.putHeader(VERSION, STATELESS).putHeader("Mcp-Method", message.getString("method"));
            if (message.getJsonObject("params").getValue("name") instanceof String name) {
                to.putHeader("Mcp-Name", headerText(name));
            }
            headers.forEach((name, value) -> to.putHeader(name, headerText(value)));
        }
        return McpPost.send(vertx, client, to, message, timeout, givenUp, this::onOther);
    }

    /** What a header cannot hold goes in base64. */
    private static String headerText(String value) {
        boolean isPlain = PLAIN.matcher(value).matches() && !value.startsWith("=?base64?");
        return isPlain
                ? value
                : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** A message beside the reply. A ping is answered; we have told the server that we support nothing else. */
    private void onOther(JsonObject message) {
        Object id = message.getValue("id");
        if ("notifications/tools/list_changed".equals(message.getValue("method"))) {
            onToolsChanged.run();
        } else if (id != null && message.containsKey("method") && state != State.STATELESS) {
            boolean isPing = "ping".equals(message.getValue("method"));
            var unused = post(isPing ? JsonRpc.result(id, new JsonObject()) : JsonRpc.methodNotFound(id));
        }
    }
}
