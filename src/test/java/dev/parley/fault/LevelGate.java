package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What people do in a room beside talking, at a newer node: refused while an older one is there, later done. */
record LevelGate(String room, NodeProcess at) {
    void checkRefused() {
        try (TestSocket ann = connect()) {
            long seq = ann.say(room, "m", "hello").getLong("seq");
            for (JsonObject frame : frames(seq)) {
                ann.send(frame.put("room", room).put("id", "x"));
                JsonObject refused = ann.await(each -> "x".equals(each.getString("id")));
                assertEquals("unavailable", refused.getString("code"), () -> frame + " got " + refused);
            }
        }
    }

    void checkDone() {
        Frames.until("the level is reached", () -> {
            try (TestSocket ann = connect()) {
                ann.send("get_state", "room", room, "id", "g");
                return Frames.is(ann.await(each -> "g".equals(each.getString("id"))), "state_loaded");
            }
        });
        try (TestSocket ann = connect()) {
            long seq = ann.say(room, "n", "hello again").getLong("seq");
            int n = 0;
            for (JsonObject frame : frames(seq)) {
                String id = "y" + n++;
                ann.send(frame.put("room", room).put("id", id));
                JsonObject reply = ann.await(each -> id.equals(each.getString("id")));
                assertEquals("ack", reply.getString("type"), () -> frame + " got " + reply);
            }
        }
    }

    private static List<JsonObject> frames(long target) {
        return List.of(
                TestSocket.frame("edit", "target", target, "text", "hello you"),
                TestSocket.frame("react", "target", target, "emoji", "👍", "on", true),
                TestSocket.frame("emit", "name", "moved", "data", 1),
                TestSocket.frame("signal", "name", "waved", "data", 1),
                TestSocket.frame("state", "patch", new JsonObject().put("a", 1)),
                TestSocket.frame("delete", "target", target));
    }

    private TestSocket connect() {
        return TestSocket.connectTo(at.baseUrl().replace("http:", "ws:") + "/ws", Tokens.of("ann"));
    }
}
