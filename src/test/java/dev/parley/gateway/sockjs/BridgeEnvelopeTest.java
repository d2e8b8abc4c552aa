package dev.parley.gateway.sockjs;

import static dev.parley.testing.BridgeSocket.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes the bridge and what does not. */
class BridgeEnvelopeTest {
    private static final JsonObject HELLO = TestSocket.frame("message", "message", "hello");

    @AutoClose
    private static final TestNode node = TestNode.start();

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments(201, null, envelope("publish", "address", "room.main", "body", HELLO)),
                arguments(201, null, envelope("publish", "address", "room.main.events", "body", HELLO)),
                arguments(201, "r", envelope("send", "address", "gateways", "replyAddress", "r", "body", HELLO)),
                arguments(201, "r", envelope("send", "address", "ai", "replyAddress", "r", "body", HELLO)),
                arguments(
                        100, "r", envelope("send", "address", "room.main.events", "replyAddress", "r", "body", HELLO)),
                arguments(100, "r", envelope("send", "address", "room.", "replyAddress", "r", "body", HELLO)),
                arguments(100, "r", envelope("send", "replyAddress", "r", "body", HELLO)),
                arguments(100, "r", envelope("send", "address", 7, "replyAddress", "r", "body", HELLO)),
                arguments(100, "r", envelope("send", "address", "room.main", "replyAddress", "r", "body", "text")),
                arguments(100, "r", envelope("send", "address", "room.main", "replyAddress", "r")),
                arguments(100, null, envelope("send", "address", "room.main", "replyAddress", 7, "body", "text")),
                arguments(100, null, envelope("register")),
                arguments(201, "room.main", envelope("register", "address", "room.main")),
                arguments(201, "gateways", envelope("register", "address", "gateways")),
                arguments(201, "room..events", envelope("register", "address", "room..events")),
                arguments(100, "room.a b.events", envelope("register", "address", "room.a b.events")),
                arguments(100, null, envelope("unregister")),
                arguments(100, null, envelope("teleport", "address", "room.main")),
                arguments(100, null, new JsonObject().put("type", 5).put("address", "room.main")),
                arguments(100, null, new JsonObject().put("type", new JsonObject())),
                arguments(100, null, new JsonObject()));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongEnvelopeIsRefusedWhereItsSenderListens(int code, String address, JsonObject envelope) {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            JsonObject failure = ann.send(envelope).failure();
            assertEquals(code, failure.getInteger("failureCode"), failure::encode);
            assertEquals("RECIPIENT_FAILURE", failure.getString("failureType"));
            assertEquals(address, failure.getString("address"));
            assertEquals("main", ann.request("room.main", "who").getString("room"), "it may go on");
        }
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void whatIsNoEnvelopeIsRefused(String text) {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            JsonObject failure = ann.sendText(text).failure();
            assertEquals(100, failure.getInteger("failureCode"));
            assertNull(failure.getString("address"));
            assertEquals("pong", ann.request("room.main", "ping").getString("type"));
        }
    }

    static List<String> garbage() {
        return List.of("", "{", "[]", "null", "7", "\"text\"");
    }

    @Test
    void threeBadEnvelopesInARowAreTheEnd() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            ann.sendText("{").send(envelope("teleport")).send(envelope("send"));
            assertEquals(4500, ann.awaitClose());
        }
    }

    @Test
    void aWrongFrameIsRefusedAtItsReplyAddress() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            assertEquals(100, codeOf(ann, "room.main", TestSocket.frame("dance")));
            assertEquals(100, codeOf(ann, "room.main", TestSocket.frame("message", "message", 7)));
            assertEquals(102, codeOf(ann, "room.main", TestSocket.frame("load_messages", "startAfter", "nobody-said")));
            ann.request("room.main", "message", "id", "once", "message", "this");
            assertEquals(
                    103, codeOf(ann, "room.main", TestSocket.frame("message", "id", "once", "message", "another")));
        }
    }

    @Test
    void theAddressNamesTheRoomWhateverTheBodySays() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            JsonObject ack = ann.request(
                    "room.address", "message", "room", "body", "conversationId", "body", "message", "where am I?");
            assertEquals("ack", ack.getString("type"));
            assertEquals("address", ack.getString("room"));
            assertEquals(0, node.connect("bob").enter("body").getLong("seq"));
        }
    }

    @Test
    void identityComesFromTheTokenAlone() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            bob.enter("identity");
            JsonObject liar = TestSocket.frame("message", "userId", "bob", "message", "I am Bob");
            assertEquals(201, codeOf(ann, "room.identity", liar));
            JsonObject from = new JsonObject().put("id", "bob").put("name", "Bob");
            ann.request("room.identity", "message", "from", from, "sub", "bob", "userId", "ann", "message", "I am Ann");
            JsonObject heard = bob.await("message").getJsonObject("message");
            assertEquals("I am Ann", heard.getString("text"));
            assertEquals("ann", heard.getJsonObject("from").getString("id"));
        }
    }

    @Test
    void aRoomThatOneMayNotEnterIsShut() {
        String token = node.token("ann", "member", List.of("open-*"), Duration.ofMinutes(1));
        try (BridgeSocket ann = BridgeSocket.connectWith(node, token)) {
            for (String room : List.of("main", "assistant:bob")) {
                JsonObject failure = ann.register("room." + room + ".events").failure();
                assertEquals(201, failure.getInteger("failureCode"));
                assertEquals("room." + room + ".events", failure.getString("address"));
                assertEquals(201, codeOf(ann, "room." + room, TestSocket.frame("init")));
                assertEquals(201, codeOf(ann, "room." + room, HELLO));
            }
            assertEquals("ready", ann.request("room.open-1", "init").getString("type"));
        }
    }

    private static int codeOf(BridgeSocket client, String address, JsonObject frame) {
        JsonObject answer = client.answerAt(client.ask(address, frame));
        assertEquals("err", answer.getString("type"), answer::encode);
        return answer.getInteger("failureCode");
    }
}
