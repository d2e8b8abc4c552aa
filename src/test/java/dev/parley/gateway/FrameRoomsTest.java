package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which room a frame means, and who may enter it. */
class FrameRoomsTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static TestSocket chat(String user) {
        return TestSocket.connect(node.port(), "/api/chat-ws", node.token(user));
    }

    private static TestSocket withRooms(String user, String role, String... rooms) {
        String token = node.token(user, role, List.of(rooms), Duration.ofHours(1));
        return TestSocket.connect(node.port(), "/ws", token);
    }

    private static String ready(TestSocket client, Object... fields) {
        return client.send("init", fields).await("ready").getString("room");
    }

    private static void assertForbidden(TestSocket client, String type, Object... fields) {
        JsonObject frame = TestSocket.frame(type, fields).put("id", "f1");
        JsonObject error = client.send(frame).await(f -> "f1".equals(f.getString("id")));
        assertEquals("forbidden", error.getString("code"), error.encode());
    }

    @Test
    void withoutARoomItIsMain() {
        try (TestSocket ann = node.connect("ann")) {
            assertEquals("main", ready(ann));
            assertEquals("talk", ready(ann, "conversationId", "talk"));
            assertEquals("room", ready(ann, "conversationId", "talk", "room", "room"));
            assertEquals("main", ready(ann, "room", null, "conversationId", null));
        }
    }

    @Test
    void theOriginalPatternMeansOnesOwnRoomWithTheAssistant() {
        try (TestSocket ann = chat("ann@example.com")) {
            assertEquals("assistant:ann_40example.com", ready(ann, "userId", "ann@example.com"));
            assertEquals("assistant:ann_40example.com:c1", ready(ann, "conversationId", "c1"));
            assertEquals("main", ready(ann, "room", "main"));
            ann.send("message", "conversationId", "c1", "message", "hello there");
            JsonObject complete = ann.await("complete");
            assertEquals("assistant:ann_40example.com:c1", complete.getString("room"));
        }
    }

    @Test
    void onesOwnRoomsCanBeNamedInThreeWaysAndNobodyElseEntersThem() {
        try (TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob");
                TestSocket admin = withRooms("root", "admin", "*", "assistant:ann")) {
            assertEquals("assistant:ann", ready(ann, "room", "assistant:me"));
            assertEquals("assistant:ann:X", ready(ann, "room", "assistant:me:X"));
            assertEquals("assistant:ann", ready(ann, "room", "assistant:ann"));
            for (TestSocket other : List.of(bob, admin)) {
                for (String room : List.of("assistant:ann", "assistant:ann:X", "assistant:", "assistant:annX")) {
                    assertForbidden(other, "init", "room", room);
                    assertForbidden(other, "message", "room", room, "message", "let me in");
                    assertForbidden(other, "load_messages", "room", room);
                    assertForbidden(other, "who", "conversationId", room);
                    assertForbidden(other, "typing", "room", room, "on", true);
                    assertForbidden(other, "cancel", "room", room, "turn", "t");
                }
            }
        }
    }

    @Test
    void anotherUserIdIsForbiddenOnesOwnIsNot() {
        try (TestSocket ann = node.connect("ann")) {
            assertForbidden(ann, "init", "room", "r1", "userId", "bob");
            assertForbidden(ann, "message", "room", "r1", "userId", "bob", "message", "as bob");
            assertForbidden(ann, "ping", "userId", "");
            assertEquals("r1", ready(ann, "room", "r1", "userId", "ann"));
        }
    }

    @Test
    void theRoomsOfATokenAreTheOnesItMayEnter() {
        try (TestSocket ann = withRooms("ann", "member", "team-*", "!team-secret*", "lobby")) {
            assertEquals("team-a", ready(ann, "room", "team-a"));
            assertEquals("lobby", ready(ann, "room", "lobby"));
            assertForbidden(ann, "init", "room", "team-secret-1");
            assertForbidden(ann, "init", "room", "lobby2");
            assertForbidden(ann, "init");
            assertForbidden(ann, "message", "room", "other", "message", "x");
            assertEquals("assistant:ann", ready(ann, "room", "assistant:me"));
        }
        try (TestSocket none = withRooms("noah", "member", "!*")) {
            assertForbidden(none, "init", "room", "assistant:me");
        }
    }

    @Test
    void aFrameForARoomEntersItWithoutAReady() {
        try (TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            ann.send("who", "room", "quiet").await("members");
            bob.say("quiet", "b1", "hello");
            assertEquals(1, ann.await("message").getLong("seq"));
            ann.say("quiet", "a1", "hello");
            assertEquals(
                    2,
                    bob.await(f -> "message".equals(f.getString("type")) && f.getLong("seq") == 2)
                            .getLong("seq"));
            assertTrue(ann.all().stream().noneMatch(f -> "ready".equals(f.getString("type"))));
            assertTrue(bob.all().stream().noneMatch(f -> "ready".equals(f.getString("type"))));
        }
    }
}
