package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A room's shared state over sockets: patches, what all see of them, and how a newcomer gets it without a hole. */
class StateFramesTest {
    private static final AtomicInteger ROOMS = new AtomicInteger();

    @AutoClose
    private static final TestNode node = TestNode.start();

    private final String room = "state-" + ROOMS.incrementAndGet();
    private TestSocket ann;
    private int asked;

    @BeforeEach
    void connect() {
        ann = node.connect("ann");
        ann.enter(room);
    }

    @AfterEach
    void disconnect() {
        ann.close();
    }

    private JsonObject ask(TestSocket client, String type, Object... fields) {
        String id = "q" + ++asked;
        client.send(TestSocket.frame(type, fields).put("room", room).put("id", id));
        return client.await(f -> id.equals(f.getString("id")));
    }

    private static JsonObject json(String text) {
        return new JsonObject(text);
    }

    @CanIgnoreReturnValue
    private JsonObject patch(long seq, String patch, long base) {
        JsonObject ack = ask(ann, "state", "patch", json(patch), "base", base);
        assertEquals("ack", ack.getString("type"), ack::encode);
        assertEquals(seq, ack.getLong("seq"));
        return ack;
    }

    @Test
    void aPatchIsSeenByAllAndTheStateHasIt() {
        try (TestSocket bob = node.connect("bob")) {
            bob.enter(room);
            JsonObject empty = ask(bob, "get_state");
            assertEquals("state_loaded", empty.getString("type"));
            assertEquals(0, empty.getLong("seq"));
            assertEquals(json("{}"), empty.getJsonObject("state"));
            JsonObject ack = patch(1, "{\"a\":{\"b\":[1,2.5]},\"gone\":1}", 0);
            assertEquals(
                    new JsonObject()
                            .put("type", "state")
                            .put("room", room)
                            .put("seq", 1)
                            .put("by", "ann")
                            .put("ts", ack.getLong("ts"))
                            .put("patch", json("{\"a\":{\"b\":[1,2.5]},\"gone\":1}")),
                    bob.await("state"));
            ann.send("state", "room", room, "patch", json("{\"gone\":null,\"a\":{\"c\":\"é\"}}"));
            assertEquals(2, ann.await("ack").getLong("seq"), "answered without an id, too");
            JsonObject loaded = ask(bob, "get_state");
            assertEquals(2, loaded.getLong("seq"));
            assertEquals(json("{\"a\":{\"b\":[1,2.5],\"c\":\"é\"}}"), loaded.getJsonObject("state"));
        }
    }

    @Test
    void aNewcomerGetsItWithReadyAndGoesOnFromThere() {
        patch(1, "{\"count\":1}", 0);
        ann.say(room, "m1", "hi");
        try (TestSocket bob = node.connect("bob")) {
            bob.send("init", "room", room, "state", true);
            JsonObject ready = bob.await("ready");
            assertEquals(2, ready.getLong("seq"));
            assertEquals(1, ready.getJsonObject("state").getLong("seq"));
            assertEquals(json("{\"count\":1}"), ready.getJsonObject("state").getJsonObject("state"));
            patch(3, "{\"count\":2}", 1);
            assertEquals(3, bob.await("state").getLong("seq"));
            assertFalse(bob.enter(room).containsKey("state"));
        }
    }

    @Test
    void anOldBaseIsAConflictWhereItsFieldsWereChanged() {
        patch(1, "{\"a\":1,\"b\":{\"x\":1}}", 0);
        patch(2, "{\"a\":2}", 1);
        JsonObject refused = ask(ann, "state", "patch", json("{\"a\":3}"), "base", 1);
        assertEquals("conflict", refused.getString("code"), refused::encode);
        patch(3, "{\"b\":{\"y\":1}}", 1);
        assertEquals(
                "conflict",
                ask(ann, "state", "patch", json("{\"b\":null}"), "base", 2).getString("code"));
        assertEquals(
                "conflict", ask(ann, "state", "patch", json("{}"), "base", 99).getString("code"));
        JsonObject loaded = ask(ann, "get_state");
        assertEquals(json("{\"a\":2,\"b\":{\"x\":1,\"y\":1}}"), loaded.getJsonObject("state"));
        assertEquals(3, loaded.getLong("seq"));
    }

    @Test
    void theSameIdAgainGetsTheFirstAck() {
        JsonObject frame = TestSocket.frame("state", "room", room, "id", "p", "patch", json("{\"a\":1}"), "base", 0);
        assertEquals(1, ann.send(frame).await("ack").getLong("seq"));
        JsonObject again = ann.send(frame).await("ack");
        assertEquals(1, again.getLong("seq"));
        assertTrue(again.getBoolean("duplicate"));
        JsonObject other =
                ann.send(frame.copy().put("patch", json("{\"a\":2}"))).await("error");
        assertEquals("conflict", other.getString("code"));
    }

    static Stream<Arguments> wrong() {
        JsonObject deep = new JsonObject();
        for (int i = 0; i < 33; i++) {
            deep = new JsonObject().put("a", deep);
        }
        return Stream.of(
                arguments("bad_frame", "patch", new JsonArray(), 0),
                arguments("bad_frame", "patch", "{}", 0),
                arguments("bad_frame", "patch", null, 0),
                arguments("bad_frame", "patch", new JsonObject().put("a", "\u0000"), 0),
                arguments("bad_frame", "base", new JsonObject(), -1),
                arguments("bad_frame", "base", new JsonObject(), "1"),
                arguments("too_large", "limits.depth", deep, 0),
                arguments("too_large", "limits.statePatch", new JsonObject().put("a", "x".repeat(32 * 1024)), 0));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongPatchIsRefusedAndChangesNothing(String code, String names, Object patch, Object base) {
        JsonObject error = ask(ann, "state", "patch", patch, "base", base);
        assertEquals(code, error.getString("code"), error::encode);
        assertTrue(error.getString("error").contains(names), error::encode);
        assertEquals(0, ask(ann, "get_state").getLong("seq"));
    }
}
