package dev.parley.gateway.chat;

import static dev.parley.gateway.chat.Posted.approval;
import static dev.parley.gateway.chat.Posted.chat;
import static dev.parley.gateway.chat.Posted.resume;
import static dev.parley.gateway.chat.Posted.run;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tools, and a person's permission for them, as front ends see them. */
@ExtendWith(VertxExtension.class)
class ChatToolsTest {
    private static final String ASKED = "tool-approval-request";
    private static final String OUTPUT = "tool-output-available";
    private static final String INPUT = "tool-input-available";
    private static final String RESULT = "TOOL_CALL_RESULT";

    private final List<TestStream> streams = new ArrayList<>();
    private FakeOpenAi fake;
    private Map<String, String> environment;
    private TestNode node;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
        environment = Map.of("PARLEY_ASSISTANTS", assistant(fake));
        node = TestNode.start(environment);
    }

    /** May use all tools, some of them only with a person's permission. */
    static String assistant(FakeOpenAi fake) {
        JsonObject bot = new JsonObject()
                .put("name", "bot")
                .put("provider", "openai")
                .put("model", "m")
                .put("baseUrl", fake.baseUrl())
                .put("always", new JsonArray().add("assistant:*"))
                .put("tools", new JsonArray().add("*"))
                .put("approval", new JsonArray().add("room_*"));
        return new JsonArray().add(bot).encode();
    }

    @AfterEach
    void end() {
        streams.forEach(TestStream::close);
        node.close();
        await(fake.stop());
    }

    private TestStream stream(String path, JsonObject body) {
        TestStream stream = TestStream.open(node.baseUrl() + path, node.token("ann"), body);
        streams.add(stream);
        assertEquals(200, stream.status());
        return stream;
    }

    private static List<String> types(TestStream ended) {
        return ended.toEnd().stream().map(e -> e.getString("type")).toList();
    }

    private static JsonObject one(TestStream stream, String type) {
        List<JsonObject> found = Frames.ofType(stream.events(), type);
        assertEquals(1, found.size(), () -> type + " in " + stream.events());
        return found.get(0);
    }

    /** What asks for the permission, once the stream is over. */
    private JsonObject asked(JsonObject question) {
        TestStream stream = stream("/api/chat", question);
        fake.nextCall().say("May I?").asks("room_members", "{}");
        assertEquals(
                List.of(
                        "start",
                        "start-step",
                        "text-start",
                        "text-delta",
                        "text-end",
                        "tool-input-start",
                        INPUT,
                        ASKED,
                        "finish-step",
                        "finish",
                        "data: [DONE]"),
                types(stream));
        assertEquals("tool-calls", one(stream, "finish").getString("finishReason"));
        return one(stream, ASKED);
    }

    @Test
    void aToolIsUsed() {
        TestStream stream = stream("/api/chat", chat("x", "q", "hi"));
        fake.nextCall().say("Let me see.").asks("now", "{}");
        fake.nextCall().say("Noon.").finish();
        TestStream again = stream("/api/chat", chat("x", "q", "hi"));
        for (TestStream ui : List.of(stream, again)) {
            List<String> types = types(ui);
            assertEquals("now", one(ui, INPUT).getString("toolName"));
            assertTrue(one(ui, OUTPUT).getString("output").length() > 0);
            assertTrue(types.indexOf("text-end") < types.indexOf(INPUT), types::toString);
            assertTrue(types.indexOf(OUTPUT) < types.lastIndexOf("text-start"), types::toString);
            assertEquals("Let me see.Noon.", ui.joined("text-delta"));
            assertEquals("stop", one(ui, "finish").getString("finishReason"));
        }
        assertEquals(2, fake.calls());
    }

    @Test
    void aStoredAnswerIsToldWithItsTools() {
        TestStream first = stream("/agui", run("x", "r"));
        fake.nextCall().say("Let me see.").asks("now", "{}");
        fake.nextCall().say("Noon.").finish();
        List<String> live = types(first);
        TestStream again = stream("/agui", run("x", "r"));
        assertEquals(live, types(again));
        assertEquals(one(first, RESULT), one(again, RESULT));
        TestStream ui = stream("/api/chat", chat("x", "r", "hi"));
        List<String> types = types(ui);
        assertTrue(types.indexOf(OUTPUT) < types.lastIndexOf("text-start"), types::toString);
        assertEquals("Let me see.Noon.", ui.joined("text-delta"));
        assertEquals(one(first, RESULT).getString("content"), one(ui, OUTPUT).getString("output"));
        assertEquals(2, fake.calls());
    }

    @Test
    void whatIsAllowedIsDone() {
        JsonObject asked = asked(chat("x", "q", "hi"));
        TestStream rest = stream("/api/chat", approval("x", "May I?", asked, true));
        fake.nextCall().say("Only you.").finish();
        List<String> types = types(rest);
        assertTrue(one(rest, OUTPUT).getString("output").contains("ann"));
        assertEquals("Only you.", rest.joined("text-delta"));
        assertTrue(!types.contains(INPUT) && !types.contains(ASKED), types::toString);
        assertEquals("stop", one(rest, "finish").getString("finishReason"));
        assertEquals(
                CallRef.of(asked.getString("approvalId")).turn(),
                one(rest, "start").getString("messageId"));
        TestStream late = stream("/api/chat", approval("x", "May I?", asked, false));
        late.toEnd();
        assertEquals("Only you.", late.joined("text-delta"));
        assertEquals(2, fake.calls());
    }

    @Test
    void whatIsRefusedIsNotDone() {
        JsonObject asked = asked(chat("x", "q", "hi"));
        TestStream rest = stream("/api/chat", approval("x", "May I?", asked, false));
        fake.nextCall().say("As you wish.").finish();
        List<String> types = types(rest);
        assertTrue(types.contains("tool-output-denied") && !types.contains(OUTPUT), types::toString);
        assertEquals("As you wish.", rest.joined("text-delta"));
    }

    @Test
    void somebodyElseDecidedFirst() {
        JsonObject asked = asked(chat("x", "q", "@bot hi").put("room", "general"));
        CallRef call = CallRef.of(asked.getString("approvalId"));
        String moderator = node.token("mod", "moderator", List.of(), Duration.ofHours(1));
        FakeTurn second;
        try (TestSocket mod = TestSocket.connect(node.port(), "/ws", moderator)) {
            mod.enter("general");
            mod.send("approve", "room", "general", "turn", call.turn(), "call", call.call(), "allow", true);
            second = fake.nextCall();
        }
        TestStream rest =
                stream("/api/chat", approval("x", "May I?", asked, false).put("room", "general"));
        second.say("You two.").finish();
        List<String> types = types(rest);
        assertTrue(one(rest, OUTPUT).getString("output").contains("mod"));
        assertTrue(!types.contains("tool-output-denied"), types::toString);
        assertEquals("You two.", rest.joined("text-delta"));
    }

    @Test
    void aPermissionIsWaitedForAcrossARestart() {
        JsonObject asked = asked(chat("x", "q", "hi"));
        Path folder = node.folder();
        node.close();
        node = TestNode.startIn(folder, environment);
        TestStream back = stream("/api/chat/x/stream", null);
        assertTrue(types(back).contains(ASKED));
        assertEquals(asked, one(back, ASKED));
        TestStream rest = stream("/api/chat", approval("x", "May I?", asked, true));
        fake.nextCall().say("Only you.").finish();
        rest.toEnd();
        assertTrue(one(rest, OUTPUT).getString("output").contains("ann"));
        assertEquals("Only you.", rest.joined("text-delta"));
        assertEquals(2, fake.calls());
    }

    @Test
    void aguiInterrupts() {
        for (boolean allow : new boolean[] {true, false}) {
            String thread = "x" + allow;
            TestStream first = stream("/agui", run(thread, "r"));
            fake.nextCall().say("May I?").asks("room_members", "{}");
            first.toEnd();
            JsonObject outcome = one(first, "RUN_FINISHED").getJsonObject("outcome");
            assertEquals("interrupt", outcome.getString("type"));
            JsonObject interrupt = outcome.getJsonArray("interrupts").getJsonObject(0);
            String call = one(first, "TOOL_CALL_START").getString("toolCallId");
            assertEquals(call, interrupt.getString("toolCallId"));
            JsonObject known = new JsonObject()
                    .put("id", one(first, "TEXT_MESSAGE_START").getString("messageId"))
                    .put("role", "assistant")
                    .put("content", "May I?")
                    .put("toolCalls", new JsonArray().add(new JsonObject().put("id", call)));
            TestStream rest = stream(
                    "/agui", resume(interrupt.getString("id"), allow, known).put("threadId", thread));
            fake.nextCall().say("Well.").finish();
            List<String> types = types(rest);
            assertTrue(!types.contains("TOOL_CALL_START"), types::toString);
            JsonObject result = one(rest, RESULT);
            assertEquals(
                    allow ? "done" : "refused", result.getJsonObject("metadata").getString("state"));
            assertEquals("Well.", rest.joined("TEXT_MESSAGE_CONTENT"));
            assertEquals(
                    "success",
                    one(rest, "RUN_FINISHED").getJsonObject("outcome").getString("type"));
        }
    }
}
