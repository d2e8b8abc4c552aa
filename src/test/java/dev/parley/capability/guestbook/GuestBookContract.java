package dev.parley.capability.guestbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.capability.Capabilities;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guest book through real sockets, the bridge and HTTP; the same on both stores. */
abstract class GuestBookContract {
    private TestNode node;

    /** What makes the node use the store. */
    abstract Map<String, String> store();

    @BeforeEach
    void start() {
        node = start(Map.of());
    }

    private TestNode start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(store());
        environment.putAll(more);
        return TestNode.start(environment, new Capabilities(List.of(GuestBook.DESCRIPTION)));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static JsonObject sign(TestSocket socket, String room, String id, String text) {
        return socket.send("sign", "room", room, "id", id, "text", text).await(f -> id.equals(f.getString("id")));
    }

    private List<JsonObject> signatures(String room) {
        return Frames.objects(node.http(node.token("reader"))
                .getJson("/api/rooms/" + room + "/guestbook")
                .getJsonArray("signatures"));
    }

    private static JsonObject signature(String guest, String text, long seq) {
        return new JsonObject().put("guest", guest).put("text", text).put("seq", seq);
    }

    @Test
    void whatIsSignedIsAcknowledgedSeenByAllAndRead() {
        try (TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            JsonObject ack = sign(ann, "r", "s1", "I was here");
            assertEquals("ack", ack.getString("type"), ack::encode);
            assertEquals("r", ack.getString("room"));
            assertEquals(1, ack.getLong("seq"));
            JsonObject seen = bob.await("signed");
            assertEquals("ann", seen.getString("by"));
            assertEquals(1, seen.getLong("seq"));
            assertEquals("I was here", seen.getString("text"));
            assertEquals(2, bob.say("r", "m", "hello").getLong("seq"), "messages go on behind it");
        }
        assertEquals(List.of(signature("ann", "I was here", 1)), signatures("r"));
        assertEquals(List.of(), signatures("other"));
    }

    @Test
    void allSignaturesGoWithTheirRoom() {
        try (TestSocket ann = node.connect("ann")) {
            sign(ann, "r", "s1", "I was here");
            var deleted = node.http(node.token("root", "admin", List.of("*"), Duration.ofMinutes(1)))
                    .send("DELETE", "/api/rooms/r", null);
            assertEquals(204, deleted.statusCode(), deleted::body);
            ann.await("left");
            assertEquals(List.of(), signatures("r"));
            assertEquals(3, sign(ann, "r", "s2", "and again").getLong("seq"));
        }
        assertEquals(List.of(signature("ann", "and again", 3)), signatures("r"));
    }

    @Test
    void aResendIsStoredOnceAndAnotherTextUnderItsIdIsAConflict() {
        try (TestSocket ann = node.connect("ann")) {
            JsonObject first = sign(ann, "r", "s1", "once");
            assertEquals(first.put("duplicate", true), sign(ann, "r", "s1", "once"));
            JsonObject error = sign(ann, "r", "s1", "twice");
            assertEquals("conflict", error.getString("code"));
            assertEquals(2, sign(ann, "r", "s2", "again").getLong("seq"));
        }
        assertEquals(List.of(signature("ann", "again", 2)), signatures("r"));
    }

    @Test
    void theLimitIsCountedAlsoAfterTheRoomWasLoadedAgain() {
        try (TestNode small = start(Map.of("PARLEY_GUESTBOOK_SIGNATURES", "1", "PARLEY_ROOMS_IDLE_TIMEOUT", "200ms"));
                TestSocket ann = small.connect("ann");
                TestSocket bob = small.connect("bob")) {
            sign(ann, "small", "s1", "first");
            assertEquals("too_large", code(sign(bob, "small", "s2", "second")));
            Frames.until(
                    "the room has left memory",
                    () -> small.http(small.token("ann")).get("/metrics").body().contains("parley_rooms 0.0"));
            assertEquals("too_large", code(sign(bob, "small", "s3", "third")));
            assertEquals(2, sign(ann, "small", "s4", "mine, again").getLong("seq"));
        }
    }

    private static String code(JsonObject frame) {
        return frame.getString("code");
    }

    @Test
    void framesThatAreNotRightAreRefused() {
        try (TestSocket ann = node.connect("ann")) {
            assertEquals("too_large", code(sign(ann, "r", "s1", "x".repeat(600))));
            assertEquals("bad_frame", code(sign(ann, "r", "s2", "")));
            assertEquals("bad_frame", code(sign(ann, "no/room", "s3", "x")));
            JsonObject noObject = ann.sendText("[\"sign\"]").await("error");
            assertEquals("bad_frame", code(noObject));
            assertNull(noObject.getString("id"));
        }
        try (TestSocket stranger = TestSocket.connect(
                node.port(), "/ws", node.token("eve", "member", List.of("elsewhere"), java.time.Duration.ofHours(1)))) {
            assertEquals("forbidden", code(sign(stranger, "r", "s4", "x")));
        }
        assertEquals(List.of(), signatures("r"));
    }

    @Test
    void theOtherDoorsTakeItToo() {
        try (TestSocket chat = TestSocket.connect(node.port(), "/api/chat-ws", node.token("ann"));
                BridgeSocket bridge = BridgeSocket.connect(node, "bob")) {
            assertEquals("ack", sign(chat, "r", "s1", "by chat").getString("type"));
            JsonObject ack = bridge.request("room.r", "sign", "id", "s2", "text", "by bridge");
            assertEquals(2, ack.getLong("seq"), ack::encode);
        }
        assertEquals(List.of(signature("ann", "by chat", 1), signature("bob", "by bridge", 2)), signatures("r"));
    }

    @Test
    void itsRouteIsLikeOthers() {
        var http = node.http(node.token("ann"));
        assertEquals(405, http.post("/api/rooms/r/guestbook", new JsonObject()).statusCode());
        assertEquals(
                403,
                node.http(node.token("eve", "member", List.of("elsewhere"), java.time.Duration.ofHours(1)))
                        .get("/api/rooms/r/guestbook")
                        .statusCode());
        assertEquals(401, node.http(null).get("/api/rooms/r/guestbook").statusCode());
    }

    @Test
    void itsRouteAndFrameAreDescribedWithTheOthers() {
        JsonObject openApi = node.http(null).getJson("/api/openapi.json");
        assertTrue(openApi.getJsonObject("paths").containsKey("/api/rooms/{room}/guestbook"));
        assertTrue(openApi.getJsonObject("paths").containsKey("/api/rooms/{room}/messages"));
        JsonObject asyncApi = node.http(null).getJson("/api/asyncapi.json");
        assertTrue(asyncApi.getJsonObject("operations").containsKey("sign"));
    }

    @Test
    void whatWasSignedIsMeasured() {
        try (TestSocket ann = node.connect("ann")) {
            sign(ann, "r", "s1", "x");
        }
        String metrics = node.http(null).get("/metrics").body();
        assertTrue(metrics.contains("parley_guestbook_signatures_total 1.0"), metrics);
    }
}
