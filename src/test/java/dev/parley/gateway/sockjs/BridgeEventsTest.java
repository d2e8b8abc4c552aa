package dev.parley.gateway.sockjs;

import static dev.parley.testing.BridgeSocket.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A room's events over the bridge: the same ones, in the same order, as over {@code /ws}. */
class BridgeEventsTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    @Test
    void bothDoorsSeeTheSameEventsInTheSameOrder() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            bob.enter("both");
            ann.register("room.both.events");
            ann.request("room.both", "init");
            for (int i = 1; i <= 20; i++) {
                ann.ask("room.both", TestSocket.frame("message", "id", "a" + i, "message", "ann " + i));
                bob.send("message", "room", "both", "id", "b" + i, "message", "bob " + i);
            }
            JsonObject byAnn = ann.request("room.both", "message", "message", "@assistant help");
            assertEquals("ack", byAnn.getString("type"));
            bob.await("complete");
            ann.event("room.both.events", "complete");
            for (String type : List.of("message", "chunk", "complete")) {
                List<JsonObject> overWs = bob.all().stream()
                        .filter(frame -> type.equals(frame.getString("type")))
                        .toList();
                assertTrue(!overWs.isEmpty(), type);
                assertEquals(overWs, ann.events("room.both.events", type));
            }
            assertEquals(41, ann.events("room.both.events", "message").size());
        }
    }

    @Test
    void whoRegistersLongAfterItsInitMissesNothing() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            sayThree(bob, "register-late");
            JsonObject ready = ann.request("room.register-late", "init", "since", 1);
            assertEquals("ready", ready.getString("type"));
            bob.say("register-late", "between", "between init and register");
            assertTrue(ann.events("room.register-late.events", "message").isEmpty());
            ann.register("room.register-late.events");
            bob.say("register-late", "after", "after register");
            List<Long> seqs = new ArrayList<>();
            while (!seqs.contains(5L)) {
                seqs.add(ann.event("room.register-late.events", "message").getLong("seq"));
            }
            assertEquals(List.of(2L, 3L, 4L, 5L), seqs);
        }
    }

    @Test
    void registeredFirstWhatWasMissedComesBeforeWhatIsLive() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            sayThree(bob, "register-first");
            ann.register("room.register-first.events");
            assertEquals(
                    1, ann.request("room.register-first", "init", "since", 1).getLong("since"));
            bob.say("register-first", "b4", "live");
            ann.message("room.register-first.events", "live");
            assertEquals(List.of(2L, 3L, 4L), seqs(ann.events("room.register-first.events", "message")));
        }
    }

    @Test
    void registeredSecondWhatWasMissedComesBeforeWhatIsLive() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            sayThree(bob, "init-first");
            String ready = ann.ask("room.init-first", TestSocket.frame("init", "since", 1));
            ann.register("room.init-first.events");
            assertEquals("ready", ann.answerAt(ready).getJsonObject("body").getString("type"));
            bob.say("init-first", "b4", "live");
            ann.message("room.init-first.events", "live");
            assertEquals(List.of(2L, 3L, 4L), seqs(ann.events("room.init-first.events", "message")));
        }
    }

    @Test
    void whoRegistersWithoutInitGetsWhatIsLive() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            sayThree(bob, "register-only");
            ann.register("room.register-only.events");
            bob.await(f -> "joined".equals(f.getString("type")) && f.encode().contains("\"ann\""));
            bob.say("register-only", "b4", "live");
            assertEquals(4, ann.event("room.register-only.events", "message").getLong("seq"));
        }
    }

    @Test
    void unregisteringStopsTheEvents() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            bob.enter("stop");
            ann.register("room.stop.events");
            ann.request("room.stop", "init");
            bob.say("stop", "b1", "one");
            ann.message("room.stop.events", "one");
            ann.unregister("room.stop.events");
            assertEquals("pong", ann.request("room.stop", "ping").getString("type"));
            bob.say("stop", "b2", "two");
            ann.register("room.stop.events");
            ann.request("room.stop", "init");
            bob.say("stop", "b3", "three");
            ann.message("room.stop.events", "three");
            assertEquals(List.of(1L, 3L), seqs(ann.events("room.stop.events", "message")));
        }
    }

    @Test
    void onesOwnRoomWithTheAssistantKeepsTheNameThatOneUses() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            ann.register("room.assistant:me.events");
            JsonObject ready = ann.request("room.assistant:me", "init");
            assertEquals("assistant:ann", ready.getString("room"));
            ann.request("room.assistant:me", "message", "message", "what can you do?");
            JsonObject complete = ann.event("room.assistant:me.events", "complete");
            StringBuilder chunks = new StringBuilder();
            ann.events("room.assistant:me.events", "chunk").forEach(c -> chunks.append(c.getString("content")));
            assertEquals(complete.getString("content"), chunks.toString());
            assertTrue(chunks.length() > 20);
        }
    }

    @Test
    void aSendThatWantsNoReplyIsDoneAllTheSame() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann");
                TestSocket bob = node.connect("bob")) {
            bob.enter("silent");
            ann.send(envelope(
                    "send", "address", "room.silent", "body", TestSocket.frame("message", "message", "no answer")));
            assertEquals(
                    "no answer", bob.await("message").getJsonObject("message").getString("text"));
        }
    }

    @Test
    void whatThePlainDoorAnswersOnlyOnRequestIsAnsweredHere() {
        try (BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            assertEquals("ack", ann.request("room.main", "typing", "on", true).getString("type"));
            JsonObject ack = ann.request("room.main", "message", "id", "mine", "message", "hello");
            assertEquals("mine", ack.getString("id"));
            assertEquals(
                    "messages_loaded", ann.request("room.main", "load_messages").getString("type"));
            assertEquals("members", ann.request("room.main", "who").getString("type"));
            assertEquals("left", ann.request("room.main", "leave").getString("type"));
        }
    }

    private static void sayThree(TestSocket bob, String room) {
        bob.enter(room);
        for (int i = 1; i <= 3; i++) {
            bob.say(room, "b" + i, "missed " + i);
        }
    }

    private static List<Long> seqs(List<JsonObject> frames) {
        return frames.stream().map(frame -> frame.getLong("seq")).toList();
    }

    @Test
    void aRoomRegisteredByTwoNamesComesToBoth() {
        String mine = "room.assistant:me.events";
        String stored = "room.assistant:two.events";
        try (BridgeSocket two = BridgeSocket.connect(node, "two")) {
            two.register(mine).register(stored).register(stored);
            two.request("room.assistant:me", "message", "id", "m1", "message", "/help");
            two.message(mine, "/help");
            two.event(stored, "complete");
            assertEquals(1, two.events(mine, "message").size());
            assertEquals(1, two.events(stored, "message").size());
            two.unregister(mine);
            two.request("room.assistant:me", "message", "id", "m2", "message", "/help again");
            two.message(stored, "/help again");
            assertEquals(1, two.events(mine, "message").size());
            two.register(mine).unregister(stored);
            two.request("room.assistant:me", "message", "id", "m3", "message", "/help at last");
            two.message(mine, "/help at last");
            assertEquals(2, two.events(stored, "message").size());
        }
    }
}
