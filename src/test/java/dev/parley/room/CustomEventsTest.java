package dev.parley.room;

import static dev.parley.testing.Frames.ofType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Custom events, stored and passing, on a real store. */
class CustomEventsTest {
    private TestNode node;
    private TestSocket ann;
    private TestSocket bob;
    private TestSocket cat;

    @BeforeEach
    void start() {
        node = TestNode.start(Map.of("PARLEY_LIMITS_SIGNALS", "{\"perSecond\":1,\"burst\":5}"));
        ann = node.connect("ann");
        bob = node.connect("bob");
        cat = node.connect("cat");
        List.of(ann, bob, cat).forEach(socket -> socket.enter("r"));
    }

    @AfterEach
    void stop() {
        List.of(ann, bob, cat).forEach(TestSocket::close);
        node.close();
    }

    @Test
    void aCustomEventIsStoredAndSeenByAll() {
        ann.send("typing", "room", "r", "on", true);
        assertTrue(bob.await("typing").getBoolean("on"));
        JsonObject data = new JsonObject().put("from", "e2").put("to", new JsonArray().add("e4"));
        ann.send("emit", "room", "r", "id", "x", "name", "move", "data", data);
        JsonObject seen = bob.await("event");
        assertEquals(1, seen.getLong("seq"));
        assertEquals("move", seen.getString("name"));
        assertEquals(data, seen.getJsonObject("data"));
        assertEquals("ann", seen.getString("by"));
        assertEquals(1, ann.await(f -> "x".equals(f.getString("id"))).getLong("seq"));
        List<JsonObject> typing = ofType(bob.all(), "typing");
        assertEquals(
                List.of(true, false),
                typing.stream().map(f -> f.getBoolean("on")).toList());
        cat.send("init", "room", "r", "since", 0);
        assertEquals(data, cat.await("event").getJsonObject("data"), "a replay shows it too");
    }

    @Test
    void messagesAndEventsOfOneConnectionAreStoredInTheirOrder() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String id = "i" + i;
            sent.add(id);
            if (i % 3 == 0) {
                ann.send("message", "room", "r", "id", id, "message", id);
            } else {
                ann.send("emit", "room", "r", "id", id, "name", "move", "data", id);
            }
        }
        List<String> seen = new ArrayList<>();
        while (seen.size() < sent.size()) {
            JsonObject frame = bob.await(f -> f.getLong("seq", 0L) == seen.size() + 1);
            seen.add(
                    "event".equals(frame.getString("type"))
                            ? frame.getString("data")
                            : frame.getJsonObject("message").getString("id"));
        }
        assertEquals(sent, seen);
    }

    @CanIgnoreReturnValue
    private JsonObject signal(String id, Object... more) {
        JsonObject frame = TestSocket.frame("signal", more)
                .put("room", "r")
                .put("id", id)
                .put("name", "wave")
                .put("data", id);
        return ann.send(frame).await(f -> id.equals(f.getString("id")));
    }

    private static List<String> signals(TestSocket socket) {
        return ofType(socket.all(), "signal").stream()
                .map(f -> f.getString("data"))
                .toList();
    }

    @Test
    void aSignalReachesTheOthersOrThoseItNamesAndIsNotStored() {
        assertEquals("ack", signal("s1").getString("type"));
        signal("s2", "to", new JsonArray().add("cat").add("nobody"));
        signal("s3", "to", new JsonArray().add("ann"));
        assertEquals(1, ann.say("r", "m", "last").getLong("seq"));
        List.of(ann, bob, cat).forEach(socket -> {
            if (socket != ann) {
                socket.await("message");
            }
        });
        assertEquals(List.of("s3"), signals(ann));
        assertEquals(List.of("s1"), signals(bob));
        assertEquals(List.of("s1", "s2"), signals(cat));
        assertEquals("ann", ofType(bob.all(), "signal").get(0).getString("by"));
    }

    @Test
    void signalsAreLimitedAndMessagesGoOn() {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            codes.add(signal("s" + i).getString("code", "none"));
        }
        assertEquals(List.of("none", "none", "none", "none", "none"), codes.subList(0, 5));
        assertTrue(codes.contains("rate_limited"), codes::toString);
        assertEquals(1, ann.say("r", "m", "hello").getLong("seq"));
    }
}
