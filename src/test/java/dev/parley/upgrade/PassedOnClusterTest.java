package dev.parley.upgrade;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.NodeEvent;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Events that a newer node stores in a cluster, as this build's nodes see them: read from the store where the bus brought nothing,
 * or announced by the newer node in a frame of its own.
 */
@ExtendWith(VertxExtension.class)
class PassedOnClusterTest {
    private static FakeOpenAi fake;

    @AutoClose
    private static TestCluster cluster;

    @BeforeAll
    static void start(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
        cluster = TestCluster.of(2, Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")));
    }

    private static long seq(JsonObject frame) {
        return frame.containsKey("seq")
                ? frame.getLong("seq")
                : frame.getJsonObject("message").getLong("seq");
    }

    /** Until this event came; all before it came too, each once and in order. */
    private static void assertHasAll(TestSocket reader, String room, long last) {
        Frames.until("event " + last, () -> events(reader, room).stream().anyMatch(frame -> seq(frame) == last));
        List<JsonObject> events = events(reader, room);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i + 1, seq(events.get(i)), () -> events.toString());
        }
    }

    private static List<JsonObject> events(TestSocket reader, String room) {
        return reader.all().stream()
                .filter(frame -> Frames.isDurable(frame) || Frames.is(frame, FutureEvent.TYPE))
                .filter(frame -> room.equals(frame.getString("room")))
                .toList();
    }

    @Test
    void itIsReadInTheMiddleOfARepair() {
        String room = cluster.roomOf(0);
        String events = "room." + room + ".events";
        try (TestSocket ann = cluster.node(0).connect("ann");
                TestSocket bob = cluster.node(1).connect("bob");
                BridgeSocket eve = BridgeSocket.connect(cluster.node(1), "eve")) {
            ann.enter(room);
            bob.enter(room);
            eve.register(events);
            eve.request("room." + room, "init");
            ann.say(room, "1", "one");
            FutureEvent.behindTheOwner(cluster.url(), room);
            FutureEvent.behindTheOwner(cluster.url(), room);
            assertEquals(4, ann.say(room, "4", "four").getInteger("seq"));
            FutureEvent.behindTheOwner(cluster.url(), room);
            for (TestSocket reader : List.of(ann, bob)) {
                assertHasAll(reader, room, 5);
                List<JsonObject> unknown = Frames.ofType(reader.all(), FutureEvent.TYPE);
                assertEquals(
                        List.of(FutureEvent.frame(room, 2), FutureEvent.frame(room, 3), FutureEvent.frame(room, 5)),
                        unknown);
                assertEquals(List.of(), Frames.ofType(reader.all(), "error"));
            }
            Frames.until(
                    "the bridge too", () -> eve.events(events, FutureEvent.TYPE).size() == 3);
            assertEquals(6, bob.say(room, "6", "six").getInteger("seq"));
            assertHasAll(ann, room, 6);
            eve.message(events, "six");
            for (TestNode node : cluster.nodes()) {
                assertEquals(List.of("one", "four", "six"), Probe.texts(node, room));
            }
        }
    }

    /** The first node is the newer one here: it stores the event and tells the other's gateways in a frame of its own. */
    @Test
    void aNewerNodesFrameIsPassedOnAsItCame() {
        String room = cluster.roomOf(0);
        TestNode newer = cluster.node(0);
        TestNode older = cluster.node(1);
        try (TestSocket bob = older.connect("bob")) {
            bob.enter(room);
            bob.say(room, "1", "one");
            FutureEvent.behindTheOwner(cluster.url(), room);
            JsonObject told = FutureEvent.frame(room, 2).put("shown", "as only a newer node shows it");
            spread(newer, older, room, told);
            assertEquals(told, bob.await(FutureEvent.TYPE));
            assertEquals(3, bob.say(room, "3", "three").getInteger("seq"));
            assertHasAll(bob, room, 3);
            try (TestSocket eve = older.connect("eve")) {
                eve.send("init", "room", room, "since", 0).await("ready");
                assertHasAll(eve, room, 3);
                assertEquals(List.of(FutureEvent.frame(room, 2)), Frames.ofType(eve.all(), FutureEvent.TYPE));
            }
        }
    }

    private static void spread(TestNode from, TestNode to, String room, JsonObject frame) {
        long epoch = Long.parseLong(
                TestPostgres.shared().askIn(cluster.url(), "select epoch from rooms where id = '" + room + "'"));
        byte[] json = frame.encode().getBytes(StandardCharsets.UTF_8);
        long seq = frame.getLong("seq");
        GatewayEvent.Broadcast broadcast =
                new GatewayEvent.Broadcast(room, epoch, seq, 0, List.of(new GatewayEvent.Frame(seq, null, json)));
        List<String> gateways = to.node().membership().view().gatewayNames().stream()
                .filter(name -> Addresses.nodeOfGateway(name).equals(to.name()))
                .toList();
        from.node()
                .vertx()
                .eventBus()
                .send(Addresses.gateways(to.name()).name(), new NodeEvent.Spread(gateways, broadcast));
    }

    @Test
    void anAnswerInProgressGoesOnAroundIt() {
        String room = cluster.roomOf(0);
        JsonObject part = new JsonObject().put("type", "text").put("text", "@bot hello");
        JsonObject message =
                new JsonObject().put("id", "q").put("role", "user").put("parts", new JsonArray().add(part));
        JsonObject body = new JsonObject().put("room", room).put("messages", new JsonArray().add(message));
        TestNode node = cluster.node(1);
        try (TestSocket bob = node.connect("bob");
                TestStream stream = TestStream.open(node.baseUrl() + "/api/chat", node.token("ann"), body)) {
            bob.send("init", "room", room, "since", 0).await("ready");
            FakeTurn call = fake.nextCall().say("one ");
            stream.await("text-delta");
            FutureEvent.behindTheOwner(cluster.url(), room);
            call.say("two").finish(); // which cannot be stored: the room is loaded again, and asks again
            fake.nextCall().say("one ").say("two").finish();
            JsonObject end = stream.await("finish");
            assertEquals(3, end.getJsonObject("messageMetadata").getLong("seq"));
            assertEquals("one two", stream.joined("text-delta"));
            assertHasAll(bob, room, 3);
            assertTrue(Frames.ofType(bob.all(), "error").isEmpty());
        }
    }
}
