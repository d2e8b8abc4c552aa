package dev.parley.gateway;

import static dev.parley.testing.Frames.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The original pattern's client: its path, its frames and nothing else. */
class OriginalClientTest {
    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void begin() {
        node = TestNode.start();
        ann = connect("ann");
    }

    @AfterEach
    void end() {
        ann.close();
        node.close();
    }

    private TestSocket connect(String user) {
        return TestSocket.connect(node.port(), "/api/chat-ws", node.token(user));
    }

    private static void assertAnswered(TestSocket socket, String text) {
        socket.send("message", "message", text);
        JsonObject first = socket.await("chunk");
        assertEquals(0, first.getInteger("offset"));
        JsonObject complete = socket.await("complete");
        assertEquals("done", complete.getString("reason"));
        assertFalse(complete.getString("content").isEmpty());
        assertEquals(complete.getString("content"), joined("", socket.all(), complete.getString("turn")));
    }

    @Test
    void everyMessageIsAnsweredInOnesOwnRoom() {
        JsonObject ready = ann.send("init", "userId", "ann").await("ready");
        assertEquals("ann", ready.getString("userId"));
        assertEquals("assistant:ann", ready.getString("room"));
        for (int i = 0; i < 3; i++) {
            assertAnswered(ann, "question " + i);
        }
        ann.send("load_messages", "limit", 4);
        JsonObject page = ann.await("messages_loaded");
        assertEquals(List.of(3L, 4L, 5L, 6L), seqs(page));
        assertTrue(page.getBoolean("hasMore"));
        ann.send(
                "load_messages",
                "limit",
                4,
                "startAfter",
                page.getJsonArray("messages").getJsonObject(0).getString("id"));
        page = ann.await("messages_loaded");
        assertEquals(List.of(1L, 2L), seqs(page));
        assertFalse(page.getBoolean("hasMore"));
        assertEquals(
                "question 0", page.getJsonArray("messages").getJsonObject(0).getString("text"));
        ann.send("load_messages", "startAfter", "3");
        assertEquals(List.of(1L, 2L), seqs(ann.await("messages_loaded")));
        ann.send("load_messages", "startAfter", "unknown id");
        assertEquals("not_found", ann.await("error").getString("code"));
    }

    @Test
    void theConversationMainIsTheOneWithoutAName() {
        assertEquals(
                "assistant:ann",
                ann.send("init", "conversationId", "main").await("ready").getString("room"));
        ann.send("message", "message", "none");
        ann.await("complete");
        ann.send("load_messages", "conversationId", "main");
        assertEquals(List.of(1L, 2L), seqs(ann.await("messages_loaded")));
    }

    private static List<Long> seqs(JsonObject page) {
        JsonArray messages = page.getJsonArray("messages");
        return Frames.seqs(Frames.objects(messages));
    }

    @Test
    void aConversationIsARoomOfItsOwn() {
        JsonObject ready =
                ann.send("init", "userId", "ann", "conversationId", "trip").await("ready");
        assertEquals("assistant:ann:trip", ready.getString("room"));
        ann.send("message", "conversationId", "trip", "message", "hello");
        assertEquals("assistant:ann:trip", ann.await("complete").getString("room"));
        ann.send("load_messages");
        assertEquals(0, ann.await("messages_loaded").getJsonArray("messages").size());
        ann.send("load_messages", "conversationId", "trip");
        assertEquals(2, ann.await("messages_loaded").getJsonArray("messages").size());
    }

    @Test
    void aSecondDeviceSeesTheSame() {
        try (TestSocket second = connect("ann")) {
            second.send("init", "userId", "ann").await("ready");
            ann.send("init", "userId", "ann").await("ready");
            assertAnswered(ann, "hello");
            JsonObject complete = second.await("complete");
            assertEquals(complete.getString("content"), joined("", second.all(), complete.getString("turn")));
            assertEquals(
                    "hello",
                    Frames.ofType(second.all(), "message")
                            .get(0)
                            .getJsonObject("message")
                            .getString("text"));
        }
    }

    @Test
    void nobodyActsOrEntersForAnother() {
        assertEquals(
                "forbidden", ann.send("init", "userId", "bob").await("error").getString("code"));
        ann.send("init", "userId", "ann").await("ready");
        assertAnswered(ann, "a secret");
        try (TestSocket bob = connect("bob")) {
            assertEquals(
                    "assistant:bob",
                    bob.send("init", "userId", "bob").await("ready").getString("room"));
            bob.send("load_messages");
            assertEquals(
                    0, bob.await("messages_loaded").getJsonArray("messages").size());
            bob.send("init", "room", "assistant:ann");
            assertEquals("forbidden", bob.await("error").getString("code"));
        }
    }

    @Test
    void messagesWithoutAnInitAreAnsweredToo() {
        assertAnswered(ann, "hello");
    }
}
