package dev.parley.ai.tool.mcp;

import static dev.parley.ai.tool.mcp.ScriptedMcp.answer;
import static dev.parley.ai.tool.mcp.ScriptedMcp.reply;
import static dev.parley.ai.tool.mcp.ScriptedMcp.stream;
import static dev.parley.ai.tool.mcp.ScriptedMcp.text;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.tool.Tool;
import dev.parley.config.McpConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.testing.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertTrue(refused().text().contains("was closed"));
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
        assertEquals(List.of("files__a"), names());
        until(() -> server.heard.stream().filter("tools/list"::equals).count() == 2); // the cursor came again
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
        // What points elsewhere is checked there; what says nothing of its arguments takes an object.
        assertEquals(List.of("files__good", "files__schemaless", "files__elsewhere"), names());
    }

    @Test
    void cursorsThatLeadOnAndOnAreFollowedSoFar() {
        AtomicInteger pages = new AtomicInteger();
        server.on("tools/list", (request, message) -> {
            String page = String.valueOf(pages.incrementAndGet());
            answer(request, message, ScriptedMcp.tools("t" + page).put("nextCursor", page));
        });
        connect(LONG);
        assertEquals(20, client.tools().size());
    }

    @Test
    void anEmptyCursorIsTheEnd() {
        server.on(
                "tools/list",
                (request, message) ->
                        answer(request, message, ScriptedMcp.tools("a").put("nextCursor", "")));
        connect(LONG);
        assertEquals(List.of("files__a"), names());
        assertEquals(1, server.heard.stream().filter("tools/list"::equals).count());
    }

    /** As servers on Streamable HTTP begin, so that a client could resume. */
    @Test
    void anEmptyEventOnlyPrimesTheStream() {
        server.on("tools/list", (request, message) -> stream(request)
                .end("id: 1\nretry: 3000\ndata:\n\ndata: \n\nid: 2\ndata: "
                        + reply(message, ScriptedMcp.tools("echo")).encode() + "\n\n"));
        connect(LONG);
        assertEquals(List.of("files__echo"), names());
    }

    @ParameterizedTest
    @CsvSource({
        "200, application/json, {}",
        "200, application/json, ''",
        "200, application/json, '{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}'",
        "200, text/html, <p>ok</p>",
        "200, text/event-stream, ''",
        "202, text/plain, Accepted",
        "204, text/plain, ''",
    })
    void aNotificationMayBeAnsweredByAnything(int status, String type, String body) {
        server.on("notifications/initialized", (request, message) -> {
            HttpServerResponse response =
                    request.response().setStatusCode(status).putHeader("Content-Type", type);
            if (status == 204) {
                response.end();
            } else {
                response.end(body);
            }
        });
        connect(LONG);
        assertEquals(List.of("files__echo"), names());
    }

    @Test
    void whatIsNotWaitedForAnyMoreIsCalledOff() {
        server.on("tools/call", (request, message) -> {});
        connect(LONG);
        Promise<Void> stopped = Promise.promise();
        Future<String> result =
                client.tools().get(0).run(Samples.turn("general", 1), new JsonObject(), stopped.future());
        until(() -> server.heard.contains("tools/call"));
        stopped.complete();
        until(() -> server.heard.contains("notifications/cancelled"));
        assertEquals(
                sent("tools/call").getValue("id"),
                sent("notifications/cancelled").getJsonObject("params").getValue("requestId"));
        until(result::isComplete);
        assertEquals(List.of("files__echo"), names());
    }

    /** The revision of 2026-07-28: no initialize, no session; each request says all of it. */
    @Test
    void aServerWithoutSessionsIsAskedWithout() {
        server.on("initialize", (request, message) -> error(request, message, 404, -32601, "no such method"));
        server.on(
                "server/discover",
                (request, message) -> answer(
                        request,
                        message,
                        new JsonObject()
                                .put("resultType", "complete")
                                .put("supportedVersions", List.of("2026-07-28"))
                                .put("capabilities", new JsonObject().put("tools", new JsonObject()))));
        server.on("tools/list", (request, message) -> {
            JsonObject listed = ScriptedMcp.tools("größe");
            listed.getJsonArray("tools")
                    .getJsonObject(0)
                    .getJsonObject("inputSchema")
                    .put("properties", new JsonObject().put("region", new JsonObject().put("x-mcp-header", "Region")));
            answer(request, message, listed.put("resultType", "complete").put("ttlMs", 1000));
        });
        server.on("tools/call", (request, message) -> {
            boolean isAsked = "2026-07-28".equals(request.getHeader("MCP-Protocol-Version"))
                    && "tools/call".equals(request.getHeader("Mcp-Method"))
                    && "=?base64?Z3LDtsOfZQ==?=".equals(request.getHeader("Mcp-Name"))
                    && "eu".equals(request.getHeader("Mcp-Param-Region"))
                    && request.getHeader("Mcp-Session-Id") == null;
            answer(request, message, text("asked " + isAsked).put("resultType", "complete"));
        });
        connect(LONG);
        assertEquals(List.of("files__gr__e"), names());
        assertEquals("asked true", call(new JsonObject().put("region", "eu")));
        for (String method : List.of("server/discover", "tools/list", "tools/call")) {
            JsonObject meta = sent(method).getJsonObject("params").getJsonObject("_meta");
            assertEquals("2026-07-28", meta.getString("io.modelcontextprotocol/protocolVersion"));
            assertEquals(new JsonObject(), meta.getJsonObject("io.modelcontextprotocol/clientCapabilities"));
            assertEquals(
                    "parley",
                    meta.getJsonObject("io.modelcontextprotocol/clientInfo").getString("name"));
        }
        server.on("tools/call", (request, message) -> error(request, message, 400, -32602, "no such region"));
        assertEquals("no such region", refused().text());
        server.on(
                "tools/call",
                (request, message) -> answer(request, message, new JsonObject().put("resultType", "input_required")));
        assertTrue(refused().text().contains("asks for more input from a person"));
        await(client.close());
        assertEquals(
                List.of("initialize", "server/discover", "tools/list", "tools/call", "tools/call", "tools/call"),
                List.copyOf(server.heard));
    }

    private static void error(HttpServerRequest request, JsonObject message, int status, int code, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", message.getValue("id"))
                        .put("error", new JsonObject().put("code", code).put("message", text))
                        .toBuffer());
    }

    @Test
    void toolsWhoseNamesModelsCannotTellApartGetNumbers() {
        server.on(
                "tools/list",
                (request, message) -> answer(
                        request,
                        message,
                        ScriptedMcp.tools("a.b", "a_b", "a b", "a_b", "x".repeat(90), "x".repeat(91))));
        server.on(
                "tools/call",
                (request, message) -> answer(
                        request, message, text(message.getJsonObject("params").getString("name"))));
        connect(LONG);
        String cut = "files__" + "x".repeat(57);
        assertEquals(List.of("files__a_b", "files__a_b_2", "files__a_b_3", cut, cut.substring(0, 62) + "_2"), names());
        assertEquals("a_b", await(client.tools().get(1).run(Samples.turn("general", 1), new JsonObject())));
    }

    @Test
    void whatIsNoTextIsNamed() {
        server.on(
                "tools/call",
                (request, message) -> answer(
                        request,
                        message,
                        new JsonObject()
                                .put(
                                        "content",
                                        List.of(
                                                new JsonObject()
                                                        .put("type", "text")
                                                        .put("text", "here:"),
                                                new JsonObject()
                                                        .put("type", "image")
                                                        .put("mimeType", "image/png")
                                                        .put("data", "AAAA"),
                                                new JsonObject()
                                                        .put("type", "audio")
                                                        .put("mimeType", "audio/wav")
                                                        .put("data", "AA=="),
                                                new JsonObject()
                                                        .put("type", "resource_link")
                                                        .put("name", "log")
                                                        .put("uri", "file:///log.txt"),
                                                new JsonObject()
                                                        .put("type", "resource")
                                                        .put(
                                                                "resource",
                                                                new JsonObject()
                                                                        .put("uri", "file:///a.bin")
                                                                        .put("mimeType", "application/pdf")
                                                                        .put("blob", "AAAA")),
                                                new JsonObject().put("type", "hologram"),
                                                new JsonObject().put("type", "text")))));
        connect(LONG);
        assertEquals(
                """
                here:
                [image of type image/png and 3 bytes, which cannot be shown here]
                [audio of type audio/wav and 1 bytes, which cannot be shown here]
                [log at file:///log.txt]
                [file:///a.bin of type application/pdf and 3 bytes, which cannot be shown here]
                [hologram of an unknown type, which cannot be shown here]
                """,
                call(new JsonObject()));
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
        assertEquals(Code.UNAVAILABLE, refused().code());
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
                        "files failed: its response is not JSON-RPC",
                        "files failed: its response ended early",
                        "files failed: it responded with status 503",
                        "files failed: it responded with status 200",
                        "files failed: it cannot be reached"),
                told);
    }

    @Test
    void anAnswerIsBounded() {
        connect(LONG);
        server.on("tools/call", (request, message) -> answer(request, message, text("x".repeat(100_000))));
        assertEquals(16_384, call(new JsonObject()).length());
        server.on("tools/call", (request, message) -> answer(request, message, text("x".repeat(McpPost.REPLY_MAX))));
        assertTrue(refused().text().contains("larger than"));
    }

    @Test
    void aServerThatIsAwayTakesItsToolsWithItUntilItIsBack() {
        connect(LONG);
        Tool echo = client.tools().get(0);
        int port = server.port();
        await(server.stop());
        assertEquals(Code.UNAVAILABLE, refused(echo).code());
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
        return TestConfig.changed(Samples.tools(), "timeout", timeout, "mcp", List.of(servers));
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
        return (Refusal) failure(tool.run(Samples.turn("general", 1), new JsonObject()));
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 60 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
