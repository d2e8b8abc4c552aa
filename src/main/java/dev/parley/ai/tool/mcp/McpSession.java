package dev.parley.ai.tool.mcp;

import dev.parley.ai.tool.mcp.McpFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A session with a server: begun with {@code initialize}, ended with DELETE. Runs on the server's context; every failure
 * is a {@link McpFault}.
 */
final class McpSession {
    static final String SESSION = "Mcp-Session-Id";

    private static final String VERSION = "MCP-Protocol-Version";
    private static final String ASKED_VERSION = "2025-06-18";
    /** Those in which the part that is used here, tools, is the same. */
    private static final Set<String> VERSIONS = Set.of("2024-11-05", "2025-03-26", ASKED_VERSION, "2025-11-25");

    private static final int PAGES_MAX = 20;
    private static final int METHOD_NOT_FOUND = -32601;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions options;
    private final Duration timeout;
    private final Runnable toolsChanged;
    private long ids;
    private boolean hasTools;

    private McpSession(
            Vertx vertx, HttpClient client, RequestOptions options, Duration timeout, Runnable toolsChanged) {
        this.vertx = vertx;
        this.client = client;
        this.options = new RequestOptions(options);
        this.timeout = timeout;
        this.toolsChanged = toolsChanged;
    }

    /**
     * Begins a session.
     *
     * @param options the endpoint, with what the server wants to know of us
     * @param toolsChanged told when the server says that its list is another one now
     */
    static Future<McpSession> open(
            Vertx vertx, HttpClient client, RequestOptions options, Duration timeout, Runnable toolsChanged) {
        McpSession session = new McpSession(vertx, client, options, timeout, toolsChanged);
        JsonObject hello = new JsonObject()
                .put("protocolVersion", ASKED_VERSION)
                .put("capabilities", new JsonObject())
                .put("clientInfo", new JsonObject().put("name", "parley").put("version", "1"));
        return session.post(session.request("initialize", hello))
                .compose(answer -> session.agreed(answer))
                .map(session);
    }

    private Future<McpPost.Answer> agreed(McpPost.Answer answer) {
        String version = String.valueOf(answer.message().getValue("protocolVersion"));
        if (!VERSIONS.contains(version)) {
            return Future.failedFuture(new McpFault(Kind.AWAY, "it speaks another version of the protocol"));
        }
        if (answer.session() != null) {
            if (!answer.session().matches("[\\x21-\\x7e]{1,1024}")) {
                return Future.failedFuture(new McpFault(Kind.AWAY, "the name of its session is not valid"));
            }
            options.putHeader(SESSION, answer.session());
        }
        options.putHeader(VERSION, version);
        hasTools = answer.message().getValue("capabilities") instanceof JsonObject can && can.containsKey("tools");
        return post(new JsonObject().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    /** The server's tools as it tells of them, of at most so many pages. */
    Future<List<JsonObject>> tools() {
        return hasTools ? tools(null, 0, new ArrayList<>()) : Future.succeededFuture(List.of());
    }

    private Future<List<JsonObject>> tools(String cursor, int page, List<JsonObject> found) {
        JsonObject params = cursor == null ? new JsonObject() : new JsonObject().put("cursor", cursor);
        return post(request("tools/list", params)).compose(answer -> {
            if (answer.message().getValue("tools") instanceof JsonArray tools) {
                tools.stream().filter(JsonObject.class::isInstance).forEach(tool -> found.add((JsonObject) tool));
            }
            boolean goesOn = answer.message().getValue("nextCursor") instanceof String && page + 1 < PAGES_MAX;
            return goesOn
                    ? tools(answer.message().getString("nextCursor"), page + 1, found)
                    : Future.succeededFuture(found);
        });
    }

    /** What the server answers to {@code tools/call}. A call that took too long is called off. */
    Future<JsonObject> call(String tool, JsonObject arguments) {
        JsonObject call =
                request("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
        return post(call)
                .onFailure(failure -> {
                    if (McpFault.of(failure).is(Kind.TOO_LATE)) {
                        callOff(call.getLong("id"));
                    }
                })
                .map(McpPost.Answer::message);
    }

    private void callOff(long id) {
        JsonObject params = new JsonObject().put("requestId", id).put("reason", "time-out");
        var unused = post(new JsonObject()
                .put("jsonrpc", "2.0")
                .put("method", "notifications/cancelled")
                .put("params", params));
    }

    /** Ends it, if the server is there to hear of it. */
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
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", ++ids)
                .put("method", method)
                .put("params", params);
    }

    private Future<McpPost.Answer> post(JsonObject message) {
        return McpPost.send(vertx, client, new RequestOptions(options), message, timeout, this::other);
    }

    /** What a server says or asks beside its answer. A ping is answered; all else is what we said that we cannot. */
    private void other(JsonObject said) {
        Object id = said.getValue("id");
        if ("notifications/tools/list_changed".equals(said.getValue("method"))) {
            toolsChanged.run();
        } else if (id != null && said.containsKey("method")) {
            JsonObject reply = new JsonObject().put("jsonrpc", "2.0").put("id", id);
            boolean isPing = "ping".equals(said.getValue("method"));
            var unused = post(
                    isPing
                            ? reply.put("result", new JsonObject())
                            : reply.put(
                                    "error",
                                    new JsonObject()
                                            .put("code", METHOD_NOT_FOUND)
                                            .put("message", "not supported")));
        }
    }
}
