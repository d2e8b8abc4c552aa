package dev.parley.ai.tool.mcp;

import static dev.parley.ai.tool.mcp.ScriptedMcp.answer;
import static dev.parley.ai.tool.mcp.ScriptedMcp.reply;
import static dev.parley.ai.tool.mcp.ScriptedMcp.stream;
import static dev.parley.ai.tool.mcp.ScriptedMcp.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.Tool;
import dev.parley.bus.Refusal;
import dev.parley.config.McpConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.protocol.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Against a real HTTP server that follows a script. */
@ExtendWith(VertxExtension.class)
class McpServersTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Vertx vertx;
    private ScriptedMcp server;
    private McpServers client;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        server = await(ScriptedMcp.start(vertx, 0));
    }

    @AfterEach
    void stop() {
        await(server.stop());
    }

    @Test
    void aSessionIsBegunUsedAndEnded() {
        server.on(
                "tools/call",
                (request, message) -> answer(
                        request, message, text(message.getJsonObject("params").encode())));
        connect(LONG);
        assertEquals(List.of("files__echo"), names());
        assertEquals("Does echo", client.tools().get(0).spec().description());
        assertEquals("{\"name\":\"echo\",\"arguments\":{\"a\":1}}", call(new JsonObject().put("a", 1)));
        await(client.close());
        assertEquals(
                List.of("initialize", "notifications/initialized", "tools/list", "tools/call", "DELETE s1"),
                List.copyOf(server.heard));
        assertTrue(has("Authorization", "Bearer t0ken"));
        assertTrue(has("X-Team", "chat: 1"));
        assertTrue(has("Mcp-Session-Id", "s1"));
        assertTrue(has("MCP-Protocol-Version", "2025-06-18"));
        assertTrue(has("Accept", "application/json, text/event-stream"));
        assertEquals(List.of(), client.tools());
        assertTrue(refused().text().contains("not used any more"));
    }

    @Test
    void anAnswerMayComeOnAStreamAmongOthers() {
        server.on(
                "reply",
                (request, message) -> request.response().setStatusCode(202).end());
        server.on("tools/call", (request, message) -> {
            HttpServerResponse out = stream(request);
            out.write(
                    ": hello\r\n\r\nevent: message\r\ndata: {\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"ping\"}\r\n\r\n");
            out.write("data: {\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"sampling/createMessage\"}\n\n");
            out.write("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
            Buffer whole = Buffer.buffer(
                    "id: 1\ndata: " + reply(message, text("grüße")).encode() + "\n\n");
            for (int i = 0; i < whole.length(); i++) {
                out.write(whole.slice(i, i + 1));
            }
            out.end();
        });
        connect(LONG);
        assertEquals("grüße", call(new JsonObject()));
        until(() -> server.heard.stream().filter("reply"::equals).count() == 2);
        List<JsonObject> replies =
                server.messages.stream().filter(m -> !m.containsKey("method")).toList();
        assertTrue(
                replies.stream().anyMatch(r -> r.getValue("id").equals(77) && r.containsKey("result")),
                replies::toString);
        assertTrue(
                replies.stream()
                        .anyMatch(r -> r.getValue("id").equals("x")
                                && r.getJsonObject("error").getInteger("code") == -32601),
                replies::toString);
        until(() -> server.heard.stream().filter("tools/list"::equals).count() == 2);
    }

    @Test
    void aListHasPages() {
        server.on("tools/list", (request, message) -> {
            boolean isFirst = message.getJsonObject("params").getString("cursor") == null;
            answer(
                    request,
                    message,
                    isFirst ? ScriptedMcp.tools("a").put("nextCursor", "2") : ScriptedMcp.tools("b.c"));
        });
        connect(LONG);
        assertEquals(List.of("files__a", "files__b_c"), names());
    }

    @Test
    void aListWithoutEndEnds() {
        server.on(
                "tools/list",
                (request, message) ->
                        answer(request, message, ScriptedMcp.tools("a").put("nextCursor", "2")));
        connect(LONG);
        assertEquals(20, client.tools().size());
    }

    @Test
    void whatNoModelCouldUseIsLeftOut() {
        JsonArray tools = ScriptedMcp.tools("good", "").getJsonArray("tools");
        tools.add(new JsonObject().put("name", "schemaless"))
                .add("no object")
                .add(new JsonObject().put("name", "list").put("inputSchema", new JsonObject().put("type", "array")))
                .add(new JsonObject()
                        .put("name", "elsewhere")
                        .put(
                                "inputSchema",
                                new JsonObject().put("type", "object").put("$ref", "https://example.org/s")))
                .add(new JsonObject()
                        .put("name", "huge")
                        .put(
                                "inputSchema",
                                new JsonObject().put("type", "object").put("title", "x".repeat(40_000))));
        server.on("tools/list", (request, message) -> answer(request, message, new JsonObject().put("tools", tools)));
        connect(LONG);
        assertEquals(List.of("files__good"), names());
    }

    @Test
    void aSessionThatIsGoneIsBegunAnew() {
        AtomicInteger calls = new AtomicInteger();
        server.on("tools/call", (request, message) -> {
            calls.incrementAndGet();
            if ("s1".equals(request.getHeader("Mcp-Session-Id"))) {
                request.response().setStatusCode(404).end();
            } else {
                answer(request, message, text("again"));
            }
        });
        connect(LONG);
        assertEquals("again", call(new JsonObject()));
        assertEquals(2, calls.get());
        server.on(
                "tools/call",
                (request, message) -> request.response().setStatusCode(404).end());
        assertEquals(Code.UNAVAILABLE.number(), refused().number());
        until(() -> names().equals(List.of("files__echo")));
    }

    @Test
    void errorsAreToldInTheServersWords() {
        connect(LONG);
        server.on("tools/call", (request, message) -> request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", message.getValue("id"))
                        .put("error", new JsonObject().put("code", -32602).put("message", "no such file"))
                        .toBuffer()));
        assertEquals("no such file", refused().text());
        server.on(
                "tools/call",
                (request, message) -> answer(request, message, text("disk full").put("isError", true)));
        assertEquals("disk full", refused().text());
        assertEquals(List.of("files__echo"), names(), "it is still there");
    }

    @Test
    void aSlowCallIsCalledOff() {
        server.on("tools/call", (request, message) -> {});
        connect(Duration.ofMillis(1500));
        until(() -> names().size() == 1);
        Refusal refusal = refused();
        assertTrue(refusal.text().contains("within 1.5 s"), refusal.text());
        until(() -> server.heard.contains("notifications/cancelled"));
        Object id = sent("tools/call").getValue("id");
        assertEquals(id, sent("notifications/cancelled").getJsonObject("params").getValue("requestId"));
    }

    @Test
    void aBrokenAnswerIsARefusal() {
        connect(LONG);
        List<String> told = new ArrayList<>();
        server.on("tools/call", (request, message) -> request.response()
                .putHeader("Content-Type", "application/json")
                .end("no"));
        told.add(refused().text());
        server.on("tools/call", (request, message) -> stream(request).end("data: {}\n\n"));
        told.add(refused().text());
        server.on(
                "tools/call",
                (request, message) -> request.response().setStatusCode(503).end());
        told.add(refused().text());
        server.on("tools/call", (request, message) -> request.response()
                .putHeader("Content-Type", "text/html")
                .end("hi"));
        told.add(refused().text());
        server.on("tools/call", (request, message) -> request.connection().close());
        told.add(refused().text());
        assertEquals(
                List.of(
                        "files failed: its answer is not JSON-RPC",
                        "files failed: its answer broke off",
                        "files failed: it answered 503",
                        "files failed: it answered 200",
                        "files failed: it cannot be reached"),
                told);
    }

    @Test
    void anAnswerIsBounded() {
        connect(LONG);
        server.on("tools/call", (request, message) -> answer(request, message, text("x".repeat(100_000))));
        assertEquals(16_384, call(new JsonObject()).length());
        server.on("tools/call", (request, message) -> answer(request, message, text("x".repeat(McpPost.ANSWER_MAX))));
        assertTrue(refused().text().contains("larger than"));
    }

    @Test
    void aServerThatIsAwayTakesItsToolsWithItUntilItIsBack() {
        connect(LONG);
        Tool echo = client.tools().get(0);
        int port = server.port();
        await(server.stop());
        assertEquals(Code.UNAVAILABLE.number(), refused(echo).number());
        until(() -> client.tools().isEmpty());
        server = await(ScriptedMcp.start(vertx, port));
        until(() -> names().equals(List.of("files__echo")));
    }

    @Test
    void aServerThatSpeaksSomethingElseOffersNothing() {
        server.on("initialize", (request, message) -> answer(request, message, ScriptedMcp.hello("1999-01-01")));
        connect(LONG);
        assertEquals(List.of(), client.tools());
        assertFalse(server.heard.contains("tools/list"));
    }

    @Test
    void oneServerThatIsNotThereDoesNotHinderAnother() {
        McpConfig gone = new McpConfig("gone", "http://127.0.0.1:1/mcp", "", "", List.of());
        client = new McpServers(vertx, tools(LONG, gone, config("")));
        await(client.start());
        assertEquals(List.of("files__echo"), names());
    }

    @Test
    void theTokenMayStandInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from file\n".replace(' ', '-'), StandardCharsets.UTF_8);
        client = new McpServers(
                vertx, tools(LONG, new McpConfig("files", server.url(), "", file.toString(), List.of())));
        await(client.start());
        assertTrue(has("Authorization", "Bearer from-file"));
    }

    private void connect(Duration timeout) {
        client = new McpServers(vertx, tools(timeout, config("t0ken")));
        await(client.start());
    }

    private McpConfig config(String token) {
        return new McpConfig("files", server.url(), token, "", List.of("X-Team: chat: 1"));
    }

    private static ToolsConfig tools(Duration timeout, McpConfig... servers) {
        ToolsConfig c = Samples.tools();
        return new ToolsConfig(
                c.steps(), c.perStep(), timeout, c.resultBytes(), c.approvalTimeout(), c.page(), List.of(servers));
    }

    private List<String> names() {
        return client.tools().stream().map(tool -> tool.spec().name()).toList();
    }

    private boolean has(String header, String value) {
        return server.headers.stream()
                .anyMatch(
                        h -> h.getKey().equalsIgnoreCase(header) && h.getValue().equals(value));
    }

    private JsonObject sent(String method) {
        return server.messages.stream()
                .filter(m -> method.equals(m.getString("method")))
                .findFirst()
                .orElseThrow();
    }

    private String call(JsonObject arguments) {
        return await(client.tools().get(0).run(Samples.turn("general", 1), arguments));
    }

    private Tool echo;

    /** Also when the server has just gone away: a turn keeps the tools that it began with. */
    private Refusal refused() {
        if (!client.tools().isEmpty()) {
            echo = client.tools().get(0);
        }
        if (echo == null) {
            McpServer closed = new McpServer(vertx, vertx.createHttpClient(), config(""), tools(LONG));
            await(closed.close());
            echo = McpTool.of(
                            closed,
                            ScriptedMcp.tools("echo").getJsonArray("tools").getJsonObject(0))
                    .orElseThrow();
        }
        return refused(echo);
    }

    private static Refusal refused(Tool tool) {
        try {
            throw new AssertionError("was answered: " + await(tool.run(Samples.turn("general", 1), new JsonObject())));
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof Refusal refusal) {
                return refusal;
            }
            throw e;
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 60 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
