package dev.parley.gateway.sockjs;

import static dev.parley.testing.BridgeSocket.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What people do in a room beside talking, over the bridge: all is answered, and both doors see the same. */
class BridgeActionsTest {
    private static final List<String> SHARED =
            List.of("message", "edited", "deleted", "reaction", "event", "state", "signal");

    @AutoClose
    private static final TestNode node = TestNode.start();

    @CanIgnoreReturnValue
    private static JsonObject assertAck(Long seq, JsonObject ack) {
        assertEquals("ack", ack.getString("type"), ack::encode);
        assertEquals(seq, ack.getLong("seq"), ack::encode);
        return ack;
    }

    @Test
    void allIsAnsweredAndBothDoorsSeeTheSame() {
        String room = "room.acts";
        JsonObject data = new JsonObject("{\"a\":[1,2.5,null,{\"é\":\"\\\"\"}]}");
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                BridgeSocket bob = BridgeSocket.connect(node, "bob");
                TestSocket cy = node.connect("cy")) {
            cy.enter("acts");
            bob.register(room + ".events").request(room, "who");
            assertAck(1L, ann.request(room, "message", "message", "one"));
            assertAck(2L, ann.request(room, "edit", "target", 1, "text", "two"));
            assertAck(3L, ann.request(room, "react", "target", 1, "emoji", "👍", "on", true));
            assertAck(null, ann.request(room, "react", "target", 1, "emoji", "👍", "on", true));
            assertAck(4L, ann.request(room, "emit", "name", "n", "data", data));
            assertAck(null, ann.request(room, "signal", "name", "n", "data", data));
            assertAck(5L, ann.request(room, "state", "patch", new JsonObject().put("a", 1)));
            JsonObject loaded = ann.request(room, "get_state");
            assertEquals("{\"a\":1}", loaded.getJsonObject("state").encode());
            JsonObject ready = ann.request(room, "init", "state", true);
            assertEquals(
                    loaded.getJsonObject("state"), ready.getJsonObject("state").getJsonObject("state"));
            assertAck(6L, ann.request(room, "delete", "target", 1));
            cy.await("deleted");
            JsonObject deleted = bob.event(room + ".events", "deleted");
            List<JsonObject> seen = shared(cy.all());
            assertEquals(7, seen.size());
            assertEquals(seen.get(6), deleted);
            for (String type : SHARED) {
                assertEquals(
                        seen.stream()
                                .filter(f -> type.equals(f.getString("type")))
                                .toList(),
                        bob.events(room + ".events", type));
            }
            assertEquals(data, seen.get(3).getJsonObject("data"));
        }
    }

    private static List<JsonObject> shared(List<JsonObject> frames) {
        return frames.stream().filter(f -> SHARED.contains(f.getString("type"))).toList();
    }

    @Test
    void aRefusalHasTheNumberOfItsCode() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                BridgeSocket bob = BridgeSocket.connect(node, "bob")) {
            assertAck(1L, ann.request("room.no", "message", "id", "m1", "message", "one"));
            assertEquals(102, refused(ann, TestSocket.frame("edit", "target", 2, "text", "x")));
            assertEquals(201, refused(bob, TestSocket.frame("edit", "target", 1, "text", "x")));
            assertEquals(201, refused(bob, TestSocket.frame("delete", "target", 1)));
            assertEquals(103, refused(ann, TestSocket.frame("edit", "id", "m1", "target", 1, "text", "x")));
            assertEquals(100, refused(ann, TestSocket.frame("react", "target", 1, "emoji", "x", "on", true)));
            assertEquals(100, refused(ann, TestSocket.frame("emit", "name", "parley.x", "data", 1)));
            assertEquals(100, refused(ann, TestSocket.frame("emit", "name", "n", "data", "\u0000")));
            assertEquals(102, refused(ann, TestSocket.frame("react", "target", 9, "emoji", "👍", "on", true)));
            assertEquals(100, refused(ann, TestSocket.frame("state", "patch", new JsonArray())));
            JsonArray many = new JsonArray();
            for (int i = 0; i < 101; i++) {
                many.add("u" + i);
            }
            assertEquals(101, refused(ann, TestSocket.frame("signal", "name", "n", "data", 1, "to", many)));
            Object deep = 1;
            for (int i = 0; i < 33; i++) {
                deep = new JsonArray().add(deep);
            }
            assertEquals(101, refused(ann, TestSocket.frame("emit", "name", "n", "data", deep)));
            assertEquals(1, ann.request("room.no", "init").getLong("seq"), "nothing of it was stored");
        }
    }

    private static int refused(BridgeSocket client, JsonObject frame) {
        JsonObject failure = client.answerAt(client.ask("room.no", frame));
        assertEquals("err", failure.getString("type"), failure::encode);
        assertFalse(failure.getString("message").isEmpty());
        client.request("room.no", "ping"); // three bad frames in a row would be the end
        return failure.getInteger("failureCode");
    }

    /** Numbers beyond the range of a double cannot be encoded from a tree. */
    @Test
    void whatIsWrittenByHandIsCheckedAlike() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            String text = envelope("send", "address", "room.hand", "replyAddress", "r", "body", "BODY")
                    .encode();
            String bad = "{\"type\":\"emit\",\"name\":\"n\",\"data\":{\"a\":1e400}}";
            assertEquals(
                    100, ann.sendText(text.replace("\"BODY\"", bad)).failure().getInteger("failureCode"));
            String good = "{\"type\":\"emit\", \"name\":\"n\", \"data\": { \"a\" : 1.50 } }";
            assertAck(
                    1L,
                    ann.sendText(text.replace("\"BODY\"", good)).answerAt("r").getJsonObject("body"));
        }
    }
}
