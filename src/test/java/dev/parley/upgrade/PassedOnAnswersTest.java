package dev.parley.upgrade;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Assistants and their front ends in a room with events that this build does not know. */
@ExtendWith(VertxExtension.class)
class PassedOnAnswersTest {
    private static final String ROOM = "assistant:ann:x";

    @TempDir
    Path folder;

    private FakeOpenAi fake;
    private TestNode node;

    @BeforeEach
    void open(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
        start();
    }

    private void start() {
        node = TestNode.startIn(folder, Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")));
    }

    @AfterEach
    void close() {
        node.close();
        await(fake.stop());
    }

    private void written(String table) {
        node.close();
        FutureEvent.inFile(folder, table, ROOM);
        start();
    }

    private TestStream chat(String id, String text) {
        JsonObject message = new JsonObject()
                .put("id", id)
                .put("role", "user")
                .put(
                        "parts",
                        new JsonArray().add(new JsonObject().put("type", "text").put("text", text)));
        return stream("/api/chat", new JsonObject().put("id", "x").put("messages", new JsonArray().add(message)));
    }

    private TestStream run(String run, String text) {
        JsonObject message = new JsonObject().put("id", run).put("role", "user").put("content", text);
        return stream(
                "/agui",
                new JsonObject()
                        .put("threadId", "x")
                        .put("runId", run)
                        .put("tools", new JsonArray())
                        .put("context", new JsonArray())
                        .put("messages", new JsonArray().add(message)));
    }

    private TestStream stream(String path, JsonObject body) {
        return TestStream.open(node.baseUrl() + path, node.token("ann"), body);
    }

    /** What the provider is told, and nothing of what is no message. */
    private FakeTurn called(String... earlier) {
        FakeTurn call = fake.nextCall();
        String prompt = call.body().encode();
        for (String text : earlier) {
            assertTrue(prompt.contains(text), prompt);
        }
        for (String text : new String[] {FutureEvent.TYPE, "its own", "not one", "not said", "zoe", "Zoe"}) {
            assertFalse(prompt.contains(text), prompt);
        }
        return call;
    }

    @Test
    void aConversationGoesOnAroundIt() {
        try (TestStream first = chat("q1", "question one")) {
            called("question one").say("answer one").finish();
            first.toEnd();
        }
        written("journal");
        written("events");
        try (TestStream again = chat("q1", "question one")) {
            again.toEnd();
            assertEquals("answer one", again.joined("text-delta"));
        }
        assertEquals(
                204,
                node.http(node.token("ann")).get("/api/chat/x/stream").statusCode(),
                "nothing runs, so there is nothing to resume");
        try (TestStream second = chat("q2", "question two")) {
            called("question one", "answer one", "question two")
                    .say("answer two")
                    .finish();
            JsonObject end = second.await("finish");
            assertEquals(6, end.getJsonObject("messageMetadata").getLong("seq"));
            assertEquals("answer two", second.joined("text-delta"));
        }
        written("events");
        try (TestStream third = run("r3", "question three")) {
            called("answer one", "answer two", "question three")
                    .say("answer three")
                    .finish();
            third.await("RUN_FINISHED");
            assertEquals("answer three", third.joined("TEXT_MESSAGE_CONTENT"));
        }
        try (TestStream again = run("r3", "question three")) {
            again.await("RUN_FINISHED");
            assertEquals("answer three", again.joined("TEXT_MESSAGE_CONTENT"));
        }
        assertEquals(3, fake.calls());
    }

    /** A newer build asked, wrote an event of its own, and was stopped: this one finds the turn and ends it. */
    @Test
    void aTurnThatBeganBeforeItIsAnsweredBehindIt() {
        TestStream lost = chat("q1", "question one");
        called("question one").say("ans");
        lost.await("text-delta");
        written("events");
        lost.close();
        called("question one").say("answer one").finish();
        try (TestStream again = chat("q1", "question one");
                TestSocket ann = node.connect("ann")) {
            again.toEnd();
            assertEquals("answer one", again.joined("text-delta"));
            ann.send("init", "room", ROOM, "since", 0);
            assertEquals(1, ann.await("message").getJsonObject("message").getInteger("seq"));
            assertEquals(FutureEvent.frame(ROOM, 2), ann.await(FutureEvent.TYPE));
            assertEquals(3, ann.await("complete").getInteger("seq"));
        }
    }
}
