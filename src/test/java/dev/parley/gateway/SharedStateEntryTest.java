package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.ofType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.StateModel;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who enters a room gets its shared state and then every change, also while others patch it. */
class SharedStateEntryTest {
    private static final int PATCHES = 300;
    private static final Map<String, String> QUICK =
            Map.of("PARLEY_LIMITS_MESSAGES", "{\"perSecond\": 1000, \"burst\": 1000}");

    private static JsonObject enter(TestSocket socket, Object... more) {
        JsonObject init = TestSocket.frame("init", more).put("room", "r").put("state", true);
        return socket.send(init).await("ready");
    }

    private static void patch(TestSocket socket, int number, Random random) {
        JsonObject patch = StateModel.randomPatch(random, 2).put("n", number);
        socket.send("state", "room", "r", "id", "p" + number, "patch", patch);
    }

    @Test
    void theStateIsInReadyIfItIsWanted() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann")) {
            assertEquals(
                    new JsonObject().put("seq", 0).put("state", new JsonObject()),
                    enter(ann).getJsonObject("state"));
            ann.sendText("{\"type\":\"state\",\"room\":\"r\",\"patch\":{\"__proto__\":{\"\":1.50},\"a.b/c\":[null]}}");
            assertEquals(1, ann.await("ack").getLong("seq"));
            ann.say("r", "m", "hi");
            assertFalse(ann.enter("r").containsKey("state"));
            JsonObject ready = enter(ann, "since", 0);
            assertEquals(2, ready.getLong("seq"));
            assertEquals(
                    "{\"seq\":1,\"state\":{\"__proto__\":{\"\":1.5},\"a.b/c\":[null]}}",
                    ready.getJsonObject("state").encode());
            assertEquals(1, ann.await("state").getLong("seq"), "a replay has every event");
            assertEquals(2, ann.await("message").getLong("seq"));
        }
    }

    @Test
    void nobodyMissesAChangeWhileOthersPatch() {
        Random random = new Random(11);
        try (TestNode node = TestNode.start(QUICK);
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            List<TestSocket> newcomers = new ArrayList<>();
            ann.enter("r");
            for (int i = 0; i < PATCHES; i++) {
                patch(i % 2 == 0 ? ann : bob, i, random);
                if (i % 30 == 5) {
                    TestSocket zoe = node.connect("zoe");
                    newcomers.add(zoe);
                    zoe.send("init", "room", "r", "state", true); // its reply is not waited for
                }
                if (i % 20 == 19) {
                    int sent = i + 1;
                    Frames.until("replies", () -> replies(ann) + replies(bob) == sent);
                }
            }
            assertTrue(ann.all().stream().noneMatch(f -> is(f, "error")), () -> "refused: " + ann.all());
            StateModel model = new StateModel();
            Frames.until("all events", () -> ofType(ann.all(), "state").size() == PATCHES);
            ofType(ann.all(), "state").forEach(f -> model.apply(f.getLong("seq"), f.getJsonObject("patch")));
            for (TestSocket zoe : newcomers) {
                JsonObject ready = zoe.await("ready");
                JsonObject state = ready.getJsonObject("state");
                assertEquals(ready.getLong("seq"), state.getLong("seq"), "every event is a change");
                Frames.until("its events", () -> ofType(zoe.all(), "state").size() == PATCHES - ready.getLong("seq"));
                StateModel view = new StateModel();
                view.apply(0, state.getJsonObject("state"));
                ofType(zoe.all(), "state").forEach(f -> view.apply(f.getLong("seq"), f.getJsonObject("patch")));
                assertEquals(model.state(), view.state());
                zoe.close();
            }
        }
    }

    private static long replies(TestSocket socket) {
        return socket.all().stream()
                .filter(f -> f.getString("id") != null && (is(f, "ack") || is(f, "error")))
                .count();
    }
}
