package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change of a large shared state costs a member what the change is large, and not the state. */
class StateCostTest {
    private static final int PARTS = 200;
    private static final int PART_BYTES = 1000;
    private static final Map<String, String> FAST =
            Map.of("PARLEY_LIMITS_MESSAGES", "{\"perSecond\": 1000, \"burst\": 1000}");

    @Test
    void aMemberGetsTheChangeAlone() {
        try (TestNode node = TestNode.start(FAST);
                TestSocket ann = node.connect("ann")) {
            for (int n = 0; n < PARTS; n++) {
                assertEquals("ack", patch(ann, n, "x").getString("type"));
            }
            try (TestSocket bob = node.connect("bob")) {
                bob.send("init", "room", "board", "state", true);
                JsonObject state = bob.await("ready").getJsonObject("state");
                assertTrue(state.encode().length() > PARTS * PART_BYTES, "he has all of it");
                assertEquals("ack", patch(ann, 7, "y").getString("type"));
                JsonObject change = bob.await("state");
                assertTrue(change.encode().length() < 2 * PART_BYTES, change::encode);
                assertEquals(state.getLong("seq") + 1, change.getLong("seq"));
            }
        }
    }

    private static JsonObject patch(TestSocket socket, int part, String text) {
        String id = part + text;
        socket.send(
                "state", "room", "board", "id", id, "patch", new JsonObject().put("k" + part, text.repeat(PART_BYTES)));
        return socket.await(frame -> id.equals(frame.getString("id")));
    }
}
