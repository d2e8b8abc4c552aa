package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.auth.TokenMint;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which names people are shown, and that a guest is seen to be one, wherever a message is. */
class GuestNamesTest {
    @TempDir
    Path folder;

    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.startIn(folder, Map.of());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private JsonObject guest(String name) {
        return new JsonObject(node.http(null)
                .post("/api/sessions", new JsonObject().put("name", name))
                .body());
    }

    private static JsonObject from(JsonObject message) {
        return message.getJsonObject("from");
    }

    @Test
    void aGuestIsMarkedWhereverItIsSeen() {
        JsonObject gus = guest("Gus");
        JsonObject marked = new JsonObject()
                .put("id", gus.getString("userId"))
                .put("name", "Gus")
                .put("kind", "user")
                .put("guest", true);
        try (TestSocket ann = node.connect("ann");
                BridgeSocket bob = BridgeSocket.connectWith(node, node.token("bob"));
                TestSocket own = TestSocket.connect(node.port(), "/ws", gus.getString("token"))) {
            ann.enter("tea");
            bob.register("room.tea.events");
            bob.request("room.tea", "init");
            own.enter("tea");
            JsonObject member = new JsonObject()
                    .put("id", gus.getString("userId"))
                    .put("name", "Gus")
                    .put("guest", true);
            ann.await(frame -> "joined".equals(frame.getString("type"))
                    && frame.getJsonArray("members").contains(member));
            own.say("tea", "m1", "hello");
            assertEquals(marked, from(ann.await("message").getJsonObject("message")));
            assertEquals(marked, from(bob.message("room.tea.events", "hello").getJsonObject("message")));
            ann.say("tea", "m2", "hi");
            assertEquals(
                    "ann", from(ann.await("message").getJsonObject("message")).getString("id"));
        }
        seenLater(marked);
        node.close();
        node = TestNode.startIn(folder, Map.of());
        seenLater(marked);
    }

    private void seenLater(JsonObject marked) {
        List<JsonObject> history =
                node.http(node.token("cy")).getJson("/api/rooms/tea/messages").getJsonArray("messages").stream()
                        .map(JsonObject.class::cast)
                        .toList();
        assertEquals(marked, from(history.get(0)));
        assertFalse(from(history.get(1)).containsKey("guest"));
        try (TestSocket cy = node.connect("cy")) {
            cy.send("init", "room", "tea", "since", 0);
            assertEquals(marked, from(cy.await("message").getJsonObject("message")));
            cy.send("load_messages", "room", "tea");
            assertEquals(
                    marked,
                    from(cy.await("messages_loaded").getJsonArray("messages").getJsonObject(0)));
        }
    }

    @Test
    void aServicesNamesFollowTheSameRule() {
        TestHttp service = node.http(node.token("relay", "service", List.of(), Duration.ofHours(1)));
        for (String[] from : new String[][] {
            {"a\u200Bb", "Zoe"},
            {"zoe\u00A0", "Zoe"},
            {"zoe", "\u200B"},
            {"zoe", "\u00A0 "},
            {"zoe", "ASSISTANT"},
            {"assistant", "аssistant"},
            {"a\nb", "Zoe"}
        }) {
            assertEquals(400, post(service, from[0], from[1]));
        }
        assertEquals(201, post(service, "zoe", "Z\u202Eo\u200Be\u00A0 X\n"));
        JsonObject shown = from(service.getJson("/api/rooms/tea/messages")
                .getJsonArray("messages")
                .getJsonObject(0));
        assertEquals("Zoe X", shown.getString("name"));
        assertNull(shown.getValue("guest"));
    }

    private static int post(TestHttp service, String id, String name) {
        JsonObject from = new JsonObject().put("id", id).put("name", name);
        return service.post(
                        "/api/rooms/tea/messages",
                        new JsonObject().put("text", "x").put("from", from))
                .statusCode();
    }

    @Test
    void aTokenTakesNoAssistantsName() {
        String token = new TokenMint(node.config().auth(), InstantSource.system())
                .mint("ann", "As\u200Bsistant", null, List.of(), Duration.ofHours(1));
        try (TestSocket ann = TestSocket.connect(node.port(), "/ws", token);
                TestSocket same = node.connect("assistant")) {
            ann.enter("tea");
            ann.say("tea", "m1", "hello");
            assertEquals(
                    "ann", from(ann.await("message").getJsonObject("message")).getString("name"));
            same.enter("tea");
            same.say("tea", "m2", "hello");
            JsonObject shown = from(ann.await("message").getJsonObject("message"));
            assertEquals("assistant (user)", shown.getString("name"));
            assertEquals("user", shown.getString("kind"));
        }
    }
}
