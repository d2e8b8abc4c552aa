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
 * What is agreed with a server: a session, begun with {@code initialize} and ended with DELETE, or with a server that has
 * none (revision 2026-07-28) that each request says all of it. Runs on the server's context; every failure is a {@link
 * McpFault}.
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
    private static final int METHOD_NOT_FOUND = -32601;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions options;
    private final Duration timeout;
    private final Runnable toolsChanged;
    private long ids;
    private boolean hasTools;
    private boolean isStateless;

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
                .put("clientInfo", CLIENT);
        return session.post(session.request("initialize", hello))
                .compose(answer -> session.agreed(answer))
                .recover(refusal -> session.discover(McpFault.of(refusal)))
                .map(session);
    }

    /** A server that does not know {@code initialize} perhaps needs none; when it does, what it said to that counts. */
    private Future<McpPost.McpReply> discover(McpFault refusal) {
        if (!refusal.is(Kind.AWAY) && !refusal.is(Kind.REFUSED)) {
            return Future.failedFuture(refusal);
        }
        isStateless = true;
        return post(request("server/discover", new JsonObject()))
                .recover(failure -> Future.failedFuture(refusal))
                .compose(answer -> {
                    boolean isSpoken = answer.message().getValue("supportedVersions") instanceof JsonArray versions
                            && versions.contains(STATELESS);
                    hasTools = offersTools(answer.message());
                    return isSpoken
                            ? Future.succeededFuture(answer)
                            : Future.failedFuture(new McpFault(Kind.AWAY, "it speaks another version of the protocol"));
                });
    }

    private static boolean offersTools(JsonObject told) {
        return told.getValue("capabilities") instanceof JsonObject can && can.containsKey("tools");
    }

    private Future<McpPost.McpReply> agreed(McpPost.McpReply answer) {
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
        hasTools = offersTools(answer.message());
        return post(new JsonObject().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    /** The server's tools as it tells of them, of at most so many pages. */
    Future<List<JsonObject>> tools() {
        return hasTools ? tools("", new HashSet<>(), new ArrayList<>()) : Future.succeededFuture(List.of());
    }

    /** A cursor that is empty or was seen before leads nowhere. */
    private Future<List<JsonObject>> tools(String cursor, Set<String> seen, List<JsonObject> found) {
        JsonObject params = cursor.isEmpty() ? new JsonObject() : new JsonObject().put("cursor", cursor);
        return post(request("tools/list", params)).compose(answer -> {
            if (answer.message().getValue("tools") instanceof JsonArray tools) {
                tools.stream().filter(JsonObject.class::isInstance).forEach(tool -> found.add((JsonObject) tool));
            }
            String next = answer.message().getValue("nextCursor") instanceof String text ? text : "";
            boolean goesOn = !next.isEmpty() && seen.size() + 1 < PAGES_MAX && seen.add(next);
            return goesOn ? tools(next, seen, found) : Future.succeededFuture(found);
        });
    }

    /**
     * What the server answers to {@code tools/call}. A call that took too long is called off, and so is one whose result
     * nobody waits for.
     */
    Future<JsonObject> call(String tool, JsonObject arguments, Map<String, String> headers, Future<Void> stopped) {
        JsonObject call =
                request("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
        Promise<Void> givenUp = Promise.promise();
        Future<McpPost.McpReply> answer = post(call, headers, givenUp.future());
        stopped.onSuccess(stop -> vertx.runOnContext(v -> {
            if (!answer.isComplete()) {
                callOff(call.getLong("id"), "stopped");
                givenUp.tryComplete();
            }
        }));
        return answer.onFailure(failure -> {
                    if (McpFault.of(failure).is(Kind.TOO_LATE)) {
                        callOff(call.getLong("id"), "time-out");
                    }
                })
                .map(McpPost.McpReply::message);
    }

    /** Where there are no sessions, the end of the connection says it. */
    private void callOff(long id, String reason) {
        if (isStateless) {
            return;
        }
        JsonObject params = new JsonObject().put("requestId", id).put("reason", reason);
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
        if (isStateless) {
            params.put(
                    "_meta",
                    new JsonObject()
                            .put(META + "protocolVersion", STATELESS)
                            .put(META + "clientInfo", CLIENT)
                            .put(META + "clientCapabilities", new JsonObject()));
        }
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", ++ids)
                .put("method", method)
                .put("params", params);
    }

    private Future<McpPost.McpReply> post(JsonObject message) {
        return post(message, Map.of(), Future.future(never -> {}));
    }

    private Future<McpPost.McpReply> post(JsonObject message, Map<String, String> headers, Future<Void> givenUp) {
        RequestOptions to = new RequestOptions(options);
        if (isStateless) {
            to.putHeader(VERSION, STATELESS).putHeader("Mcp-Method", message.getString("method"));
            if (message.getJsonObject("params").getValue("name") instanceof String name) {
                to.putHeader("Mcp-Name", headerText(name));
            }
            headers.forEach((name, value) -> to.putHeader(name, headerText(value)));
        }
        return McpPost.send(vertx, client, to, message, timeout, givenUp, this::other);
    }

    /** What a header cannot hold goes in base64. */
    private static String headerText(String value) {
        boolean isPlain = PLAIN.matcher(value).matches() && !value.startsWith("=?base64?");
        return isPlain
                ? value
                : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** What a server says or asks beside its answer. A ping is answered; all else is what we said that we cannot. */
    private void other(JsonObject said) {
        Object id = said.getValue("id");
        if ("notifications/tools/list_changed".equals(said.getValue("method"))) {
            toolsChanged.run();
        } else if (id != null && said.containsKey("method") && !isStateless) {
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
