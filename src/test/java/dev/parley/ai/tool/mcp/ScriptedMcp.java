package dev.parley.ai.tool.mcp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of the Model Context Protocol that does what a test tells it, faults included. */
final class ScriptedMcp {
    /** What is done with a message. */
    interface Script {
        void run(HttpServerRequest request, JsonObject message);
    }

    final Queue<String> heard = new ConcurrentLinkedQueue<>(); // methods of messages, and DELETE
    final Queue<JsonObject> messages = new ConcurrentLinkedQueue<>();
    final Queue<Map.Entry<String, String>> headers = new ConcurrentLinkedQueue<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final HttpServer server;

    private ScriptedMcp(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(this::requested);
        on("initialize", (request, message) -> {
            request.response().putHeader("Mcp-Session-Id", "s" + sessions.incrementAndGet());
            answer(request, message, hello("2025-06-18"));
        });
        on(
                "notifications/initialized",
                (request, message) -> request.response().setStatusCode(202).end());
        on(
                "notifications/cancelled",
                (request, message) -> request.response().setStatusCode(202).end());
        on("tools/list", (request, message) -> answer(request, message, tools("echo")));
    }

    static Future<ScriptedMcp> start(Vertx vertx, int port) {
        ScriptedMcp scripted = new ScriptedMcp(vertx);
        return scripted.server.listen(port, "127.0.0.1").map(scripted);
    }

    Future<Void> stop() {
        return server.close();
    }

    int port() {
        return server.actualPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/mcp";
    }

    /** From now on messages of this method are treated so; runs on the server's event loop. */
    void on(String method, Script script) {
        scripts.put(method, script);
    }

    static JsonObject hello(String version) {
        return new JsonObject()
                .put("protocolVersion", version)
                .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                .put("serverInfo", new JsonObject().put("name", "scripted").put("version", "1"));
    }

    static JsonObject tools(String... names) {
        JsonArray tools = new JsonArray();
        for (String name : names) {
            tools.add(new JsonObject()
                    .put("name", name)
                    .put("description", "Does " + name)
                    .put("inputSchema", new JsonObject().put("type", "object")));
        }
        return new JsonObject().put("tools", tools);
    }

    static JsonObject text(String text) {
        return new JsonObject()
                .put("content", List.of(new JsonObject().put("type", "text").put("text", text)));
    }

    static JsonObject reply(JsonObject message, JsonObject result) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", message.getValue("id"))
                .put("result", result);
    }

    static void answer(HttpServerRequest request, JsonObject message, JsonObject result) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(reply(message, result).toBuffer());
    }

    static HttpServerResponse stream(HttpServerRequest request) {
        return request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
    }

    private void requested(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.DELETE)) {
            heard.add("DELETE " + request.getHeader("Mcp-Session-Id"));
            request.response().end();
            return;
        }
        request.headers().forEach(headers::add);
        request.body().onSuccess(body -> {
            JsonObject message = new JsonObject(body);
            messages.add(message);
            String method = message.getString("method", "reply");
            heard.add(method);
            Script script = scripts.get(method);
            if (script == null) {
                request.response().setStatusCode(500).end();
            } else {
                script.run(request, message);
            }
        });
    }
}
