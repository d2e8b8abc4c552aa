package dev.parley.gateway.chat;

import static dev.parley.gateway.chat.Posted.chat;
import static dev.parley.gateway.chat.Posted.resume;
import static dev.parley.gateway.chat.Posted.run;
import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Frames.ofType;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /api/chat} and {@code /agui} against a node and a provider that the test leads. */
@ExtendWith(VertxExtension.class)
class ChatStreamTest {
    private static final String DELTA = "text-delta";
    private static final String CONTENT = "TEXT_MESSAGE_CONTENT";

    private final List<TestStream> streams = new ArrayList<>();
    private FakeOpenAi fake;
    private TestNode node;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
    }

    private void start(String... environment) {
        Map<String, String> all = new HashMap<>(Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")));
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        node = TestNode.start(all);
    }

    @AfterEach
    void end() {
        streams.forEach(TestStream::close);
        node.close();
        await(fake.stop());
    }

    private TestStream stream(String user, String path, JsonObject body) {
        TestStream stream = TestStream.open(node.baseUrl() + path, node.token(user), body);
        streams.add(stream);
        return stream;
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(e -> e.getString("type")).toList();
    }

    private void assertProblem(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("content-type").orElse(""));
        assertEquals(code, new JsonObject(response.body()).getString("code"));
    }

    private HttpResponse<String> post(String user, String path, JsonObject body) {
        return node.http(node.token(user)).post(path, body);
    }

    @Test
    void anAnswerIsStreamed() {
        start();
        TestStream stream = stream("ann", "/api/chat", chat("x", "q", "hi"));
        assertEquals(200, stream.status());
        assertEquals("v1", stream.header("x-vercel-ai-ui-message-stream"));
        assertEquals("text/event-stream", stream.header("content-type"));
        assertEquals("no-cache", stream.header("cache-control"));
        assertEquals("no", stream.header("x-accel-buffering"));
        FakeTurn call = fake.nextCall();
        call.say("Hel");
        assertEquals("Hel", stream.await(DELTA).getString("delta"));
        call.say("lo 👋");
        assertEquals("lo 👋", stream.await(DELTA).getString("delta"));
        call.reason("stop").usage(3, 4).data("[DONE]").end();
        List<JsonObject> events = stream.toEnd();
        assertEquals(
                List.of(
                        "start",
                        "start-step",
                        "text-start",
                        DELTA,
                        DELTA,
                        "text-end",
                        "finish-step",
                        "finish",
                        "data: [DONE]"),
                types(events));
        JsonObject metadata = events.get(7).getJsonObject("messageMetadata");
        assertEquals(2, metadata.getLong("seq"));
        assertEquals(7, metadata.getJsonObject("usage").getInteger("totalTokens"));
        try (TestSocket ann = node.connect("ann")) {
            JsonObject loaded =
                    ann.send("load_messages", "room", "assistant:me:x").await("messages_loaded");
            List<JsonObject> messages = Frames.objects(loaded.getJsonArray("messages"));
            assertEquals("q", messages.get(0).getString("id"));
            assertEquals(events.get(0).getString("messageId"), messages.get(1).getString("turn"));
        }
    }

    @Test
    void aMessageSentAgainIsNotAskedAgain() {
        start();
        TestStream first = stream("ann", "/api/chat", chat("x", "q", "hi"));
        FakeTurn call = fake.nextCall().say("one ");
        assertEquals("one ", first.await(DELTA).getString("delta"));
        TestStream second = stream("ann", "/api/chat", chat("x", "q", "hi"));
        assertEquals("one ", second.await(DELTA).getString("delta"));
        call.say("two").finish();
        first.toEnd();
        second.toEnd();
        TestStream third = stream("ann", "/api/chat", chat("x", "q", "hi"));
        third.toEnd();
        for (TestStream stream : streams) {
            assertEquals("one two", stream.joined(DELTA));
        }
        assertEquals(1, fake.calls());
        assertEquals(
                first.events().get(0).getString("messageId"),
                third.events().get(0).getString("messageId"));
        assertProblem(409, "conflict", post("ann", "/api/chat", chat("x", "q", "something else")));
    }

    @Test
    void eachMessageHasItsOwnAnswer() {
        start();
        fake.answerWith(List.of("first"));
        fake.answerWith(List.of("second"));
        fake.answerWith(List.of("third"));
        stream("ann", "/api/chat", chat("x", "q1", "one")).toEnd();
        stream("ann", "/api/chat", chat("x", "q2", "two")).toEnd();
        stream("ann", "/api/chat", chat("x", "q2", "two").put("trigger", "regenerate-message"))
                .toEnd();
        stream("ann", "/api/chat", chat("x", "q1", "one")).toEnd();
        stream("ann", "/api/chat", chat("x", "q2", "two")).toEnd();
        assertEquals(
                List.of("first", "second", "third", "first", "second"),
                streams.stream().map(s -> s.joined(DELTA)).toList());
        assertEquals(3, fake.calls());
    }

    @Test
    void aMessageThatWasAddedToAQuestionHasThatAnswer() {
        JsonArray merging = new JsonArray(assistants(fake, "bot"));
        merging.getJsonObject(0).put("overlap", "merge");
        start("PARLEY_ASSISTANTS", merging.encode());
        TestStream one = stream("ann", "/api/chat", chat("x", "q1", "one"));
        FakeTurn call = fake.nextCall().say("first");
        one.await(DELTA);
        TestStream two = stream("ann", "/api/chat", chat("x", "q2", "two"));
        TestStream three = stream("ann", "/api/chat", chat("x", "q3", "three"));
        fake.answerWith(List.of("both"));
        call.finish();
        for (TestStream stream : List.of(one, two, three)) {
            stream.toEnd();
        }
        for (String id : List.of("q1", "q2", "q3")) {
            String text = Map.of("q1", "one", "q2", "two", "q3", "three").get(id);
            stream("ann", "/api/chat", chat("x", id, text)).toEnd();
        }
        assertEquals(
                List.of("first", "both", "both", "first", "both", "both"),
                streams.stream().map(s -> s.joined(DELTA)).toList());
        assertEquals(2, fake.calls());
    }

    @Test
    void whoComesBackAtAnyPointHasAllOfIt() {
        start();
        assertEquals(204, node.http(node.token("ann")).get("/api/chat/x/stream").statusCode());
        TestStream first = stream("ann", "/api/chat", chat("x", "q", "hi"));
        FakeTurn call = fake.nextCall();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            TestStream ignored = stream("ann", "/api/chat/x/stream", null);
            String piece = i % 3 == 0 ? "é👋" + i : " piece " + i;
            all.append(piece);
            call.say(piece);
            if (i % 2 == 0) {
                first.await(e -> first.joined(DELTA).contentEquals(all));
            }
        }
        first.close(); // going away stops nothing
        call.finish();
        for (TestStream stream : streams.subList(1, streams.size())) {
            List<JsonObject> events = stream.toEnd();
            assertEquals("start", events.get(0).getString("type"));
            assertEquals(all.toString(), stream.joined(DELTA));
        }
        assertEquals(204, node.http(node.token("ann")).get("/api/chat/x/stream").statusCode());
    }

    @Test
    void itIsStopped() {
        start();
        assertProblem(404, "not_found", post("ann", "/api/chat/x/stop", null));
        TestStream stream = stream("ann", "/api/chat", chat("x", "q", "hi"));
        FakeTurn call = fake.nextCall().say("Hel");
        stream.await(DELTA);
        assertEquals(204, post("ann", "/api/chat/x/stop", null).statusCode());
        await(call.closed());
        List<JsonObject> events = stream.toEnd();
        JsonObject finish = events.get(events.size() - 2);
        assertEquals("other", finish.getString("finishReason"));
        assertEquals("cancelled", finish.getJsonObject("messageMetadata").getString("reason"));
    }

    @Test
    void aFailureIsTold() {
        start();
        TestStream stream = stream("ann", "/api/chat", chat("x", "q", "hi"));
        fake.nextCall().say("Hel").drop();
        List<String> types = types(stream.toEnd());
        assertEquals(List.of("finish", "error", "data: [DONE]"), types.subList(types.size() - 3, types.size()));
    }

    @Test
    void inARoomOfMany() {
        start();
        JsonObject nobody = chat("x", "q0", "hi all").put("room", "general");
        HttpResponse<String> refused = post("ann", "/api/chat", nobody);
        assertProblem(400, "bad_frame", refused);
        assertTrue(refused.body().contains("calls no assistant"), refused::body);
        JsonObject question = chat("x", "q", "hi").put("room", "general").put("mentions", new JsonArray().add("bot"));
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("general");
            TestStream ann = stream("ann", "/api/chat", question);
            FakeTurn call = fake.nextCall().say("one ");
            ann.await(DELTA);
            TestStream byName = stream("bob", "/api/chat/general/stream", null);
            TestStream byQuery = stream("bob", "/api/chat/x/stream?room=general", null);
            assertEquals(
                    204, node.http(node.token("bob")).get("/api/chat/x/stream").statusCode());
            assertProblem(404, "not_found", post("bob", "/api/chat/general/stop", null));
            call.say("two").finish();
            for (TestStream stream : List.of(ann, byName, byQuery)) {
                stream.toEnd();
                assertEquals("one two", stream.joined(DELTA));
            }
            bob.await("complete");
            assertEquals(1, ofType(bob.all(), "message").size());
        }
    }

    @Test
    void moderatorsStopWhatOthersAsked() {
        start();
        TestStream ann = stream("ann", "/api/chat", chat("x", "q", "@bot hi").put("room", "general"));
        fake.nextCall().say("Hel");
        ann.await(DELTA);
        String moderator = node.token("mod", "moderator", List.of(), Duration.ofHours(1));
        assertEquals(
                204, node.http(moderator).post("/api/chat/general/stop", null).statusCode());
        ann.toEnd();
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeTheStream() {
        start("PARLEY_LIMITS_CONNECTIONS_PER_USER", "2");
        assertEquals(
                401, node.http(null).post("/api/chat", chat("x", "q", "hi")).statusCode());
        assertEquals(401, node.http(null).post("/agui", run("x", "r")).statusCode());
        assertProblem(403, "forbidden", post("bob", "/api/chat", chat("assistant:ann:x", "q", "hi")));
        assertProblem(400, "bad_frame", post("ann", "/api/chat", new JsonObject()));
        assertProblem(400, "bad_frame", post("ann", "/api/chat", chat("x", "", "hi")));
        assertProblem(400, "bad_frame", post("ann", "/api/chat", chat("x", "q", "")));
        assertProblem(
                400, "bad_frame", post("ann", "/api/chat", chat("x", "q", "hi").put("room", "a b")));
        assertProblem(400, "bad_frame", post("ann", "/agui", new JsonObject().put("threadId", "t")));
        assertProblem(404, "not_found", post("ann", "/agui", resume("nope/c", true)));
        assertEquals(405, node.http(node.token("ann")).get("/api/chat").statusCode());
        for (int i = 0; i < 2; i++) {
            TestStream stream = stream("ann", "/api/chat", chat("x" + i, "q", "hi"));
            fake.nextCall().say("Hel");
            stream.await(DELTA);
        }
        assertProblem(429, "rate_limited", post("ann", "/api/chat", chat("x", "q", "hi")));
        streams.forEach(TestStream::close);
        Frames.until(
                "the streams' places are free",
                () -> node.http(node.token("ann")).get("/api/chat/x9/stream").statusCode() == 204);
    }

    /** The other reader is asked after every piece, so that it is never behind itself, however slow the machine is. */
    @Test
    void aReaderThatDoesNotReadIsCutOffAndSlowsNobody() throws IOException {
        start("PARLEY_LIMITS_OUTBOX", "64KiB", "PARLEY_AI_ANSWER_BYTES", "64MiB");
        String piece = "x".repeat(16 * 1024);
        try (TestSocket bob = node.connect("bob");
                Socket slow = new Socket()) {
            bob.enter("general");
            slow.setReceiveBufferSize(8 * 1024); // else the system takes megabytes in for it
            slow.setSoTimeout(30_000);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
            slow.getOutputStream().write(rawRequest(chat("x", "q", "@bot hi").put("room", "general")));
            FakeTurn call = fake.nextCall();
            int said = 0;
            do {
                assertTrue(said < 48 << 20, "it was waited for");
                for (int i = 0; i < 384; i++) {
                    call.say(piece);
                    said += piece.length();
                    int all = said;
                    bob.await(f -> Frames.is(f, "chunk")
                            && f.getInteger("offset") + f.getString("content").length() == all);
                }
            } while (!isGone(bob, "ann", 10));
            assertTrue(isCutOff(slow), "the connection is open");
            TestStream back = stream("ann", "/api/chat/general/stream", null);
            int all = said;
            back.await(e -> back.joined(DELTA).length() == all);
            assertTrue(bob.all().stream().noneMatch(f -> Frames.is(f, "resync")));
            call.finish();
            assertEquals("done", bob.await("complete").getString("reason"));
            back.toEnd();
        }
    }

    private byte[] rawRequest(JsonObject body) {
        String head = "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + node.token("ann")
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.encode().length() + "\r\n\r\n";
        return (head + body.encode()).getBytes(StandardCharsets.UTF_8);
    }

    /** A stream counts as being present. */
    private static boolean isGone(TestSocket witness, String user, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadline) {
            witness.send("ping").await("pong");
            if (ofType(witness.all(), "gone").stream()
                    .anyMatch(f -> f.getJsonArray("members").contains(user))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the connection ends, before the stream does. */
    private static boolean isCutOff(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            // as good as an end
        }
        return !all.toString(StandardCharsets.UTF_8).contains("[DONE]");
    }

    @Test
    void streamsEndWithTheirSession() {
        start();
        JsonObject opened = new JsonObject(
                node.http(node.token("ann")).post("/api/sessions", null).body());
        String token = opened.getString("token");
        TestStream stream = TestStream.open(node.baseUrl() + "/api/chat", token, chat("x", "q", "hi"));
        streams.add(stream);
        fake.nextCall().say("Hel");
        stream.await(DELTA);
        assertEquals(
                204,
                node.http(token).send("DELETE", "/api/sessions/current", null).statusCode());
        List<JsonObject> events = stream.toEnd();
        assertEquals("the session was ended", events.get(events.size() - 2).getString("errorText"));
    }

    @Test
    void aNodeThatDrainsBreaksItOff() {
        start();
        TestStream stream = stream("ann", "/api/chat", chat("x", "q", "hi"));
        fake.nextCall().say("Hel");
        stream.await(DELTA);
        Future<Void> drained = node.startDrain();
        stream.toBreak();
        await(drained);
    }

    @Test
    void aguiRuns() {
        start();
        TestStream stream = stream("ann", "/agui", run("x", "r"));
        assertEquals("text/event-stream", stream.header("content-type"));
        FakeTurn call = fake.nextCall().say("Hel");
        JsonObject said = stream.await(CONTENT);
        TestStream again = stream(
                "ann",
                "/agui",
                run(
                        "x",
                        "r",
                        new JsonObject()
                                .put("id", said.getString("messageId"))
                                .put("role", "assistant")
                                .put("content", "He")));
        assertEquals("l", again.await(CONTENT).getString("delta"));
        call.say("lo").reason("stop").usage(3, 4).data("[DONE]").end();
        List<JsonObject> events = stream.toEnd();
        assertEquals(
                List.of("RUN_STARTED", "TEXT_MESSAGE_START", CONTENT, CONTENT, "TEXT_MESSAGE_END", "RUN_FINISHED"),
                types(events));
        assertEquals("r", events.get(0).getString("runId"));
        again.toEnd();
        assertEquals("llo", again.joined(CONTENT));
        assertEquals(said.getString("messageId"), again.events().get(1).getString("messageId"));
        assertEquals(1, fake.calls());
        fake.answerWith(List.of("another"));
        TestStream another = stream("ann", "/agui", run("x", "r2"));
        another.toEnd();
        assertEquals("another", another.joined(CONTENT));
    }

    @Test
    void theSharedStateAndCustomEventsAreStreamed() {
        start();
        String room = "assistant:me:x";
        try (TestSocket ann = TestSocket.connect(node.port(), "/ws", node.token("ann"))) {
            ann.enter(room);
            ann.send("state", "room", room, "id", "s1", "patch", new JsonObject("{\"a\":1}"));
            assertEquals("s1", ann.await("ack").getString("id"));
            TestStream agui = stream("ann", "/agui", run("x", "r"));
            TestStream ui = stream("ann", "/api/chat/x/stream", null);
            FakeTurn call = fake.nextCall();
            assertEquals(
                    new JsonObject("{\"a\":1}"), agui.await("STATE_SNAPSHOT").getJsonObject("snapshot"));
            assertEquals(
                    new JsonObject("{\"a\":1}"),
                    ui.await("data-state").getJsonObject("data").getJsonObject("state"));
            ann.send("state", "room", room, "id", "s2", "patch", new JsonObject("{\"a\":2}"));
            assertEquals(
                    new JsonArray("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]"),
                    agui.await("STATE_DELTA").getJsonArray("delta"));
            ann.send("emit", "room", room, "id", "e", "name", "cue", "data", 7);
            assertEquals(7, agui.await("CUSTOM").getValue("value"));
            assertEquals("cue", ui.await("data-event").getJsonObject("data").getString("name"));
            call.say("ok").finish();
            agui.toEnd();
            assertEquals("ok", agui.joined(CONTENT));
        }
    }

    @Test
    void whatWasDeletedGoesToNoModelAndNoStream() {
        start();
        String room = "assistant:me:x";
        TestStream first = stream("ann", "/api/chat", chat("x", "q", "the marker"));
        fake.nextCall().say("A marker.").finish();
        first.toEnd();
        try (TestSocket ann = TestSocket.connect(node.port(), "/ws", node.token("ann"))) {
            ann.enter(room);
            for (int target = 1; target <= 2; target++) {
                ann.send("delete", "room", room, "id", "d" + target, "target", target);
                assertEquals("d" + target, ann.await("ack").getString("id"));
            }
        }
        TestStream again = stream("ann", "/api/chat", chat("x", "q", "the marker"));
        again.toEnd();
        assertEquals("", again.joined(DELTA));
        TestStream next = stream("ann", "/api/chat", chat("x", "q2", "and now?"));
        FakeTurn call = fake.nextCall();
        assertTrue(!call.body().encode().contains("marker"), () -> call.body().encode());
        call.say("Well.").finish();
        next.toEnd();
    }
}
