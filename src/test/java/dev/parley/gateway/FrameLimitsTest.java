package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What passes a connection's limits is told so, and the connection goes on. */
class FrameLimitsTest {
    @AutoClose
    private static final TestNode node = TestNode.start(Map.of(
            "PARLEY_LIMITS_ROOMS_PER_CONNECTION", "3",
            "PARLEY_LIMITS_FRAMES", "{\"perSecond\":1,\"burst\":12}",
            "PARLEY_LIMITS_MESSAGES", "{\"perSecond\":1,\"burst\":2}"));

    private static void assertLimited(JsonObject error) {
        assertEquals("rate_limited", error.getString("code"), error.encode());
        long waitMs = error.getLong("retryAfterMs");
        assertTrue(waitMs > 0 && waitMs <= 1000, error.encode());
    }

    @Test
    void theRoomsOfAConnectionAreLimited() {
        try (TestSocket ann = node.connect("ann")) {
            ann.enter("r1");
            ann.enter("r2");
            ann.enter("r2");
            ann.say("r3", "m1", "the third room");
            JsonObject error = ann.send("init", "room", "r4", "id", "i4").await("error");
            assertEquals("too_large", error.getString("code"));
            assertEquals("i4", error.getString("id"));
            assertTrue(error.getString("error").contains("limits.roomsPerConnection"));
            ann.send("leave", "room", "r1").await("left");
            ann.enter("r4");
            assertEquals(
                    "too_large", ann.send("who", "room", "r1").await("error").getString("code"));
        }
    }

    @Test
    void theFramesOfAConnectionAreLimited() {
        try (TestSocket bob = node.connect("bob");
                TestSocket other = node.connect("bob")) {
            for (int i = 0; i < 12; i++) {
                bob.send("ping").await("pong");
            }
            JsonObject error = bob.send("ping", "id", "p13").await(f -> true);
            assertLimited(error);
            assertEquals("p13", error.getString("id"));
            for (int i = 0; i < 5; i++) {
                assertLimited(bob.send("dance").await("error"));
            }
            other.send("ping").await("pong");
            assertTrue(bob.isOpen());
        }
    }

    @Test
    void theMessagesOfAUserInARoomAreLimitedWhateverTheConnection() {
        try (TestSocket cleo = node.connect("cleo");
                TestSocket again = node.connect("cleo")) {
            assertEquals("ack", cleo.say("main", "c1", "one").getString("type"));
            assertEquals("ack", again.say("main", "c2", "two").getString("type"));
            JsonObject error = cleo.say("main", "c3", "three");
            assertLimited(error);
            assertEquals("main", error.getString("room"));
            assertEquals("ack", cleo.say("elsewhere", "c4", "four").getString("type"));
        }
    }

    @Test
    void aBinaryFrameMeansNothing() {
        try (TestSocket dan = node.connect("dan")) {
            JsonObject error = dan.sendBinary(new byte[] {1, 2, 3}).await("error");
            assertEquals("bad_frame", error.getString("code"));
            assertNull(error.getValue("id"));
        }
    }
}
