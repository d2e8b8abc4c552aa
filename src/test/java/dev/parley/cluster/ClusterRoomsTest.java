package dev.parley.cluster;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.hazelcast.collection.ICollection;
import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.SendOrder;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Content;
import dev.parley.model.Role;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A room is the same at every node, and any of them reaches it. */
class ClusterRoomsTest {
    private static final int NODES = 3;
    private static final int EACH = 20;

    @AutoClose
    private static final TestCluster cluster = TestCluster.of(NODES, Map.of("PARLEY_ROOMS_IDLE_TIMEOUT", "60s"));

    @Test
    void everybodySeesOneOrderWhereverTheySit() {
        String room = cluster.roomOf(0);
        List<TestSocket> sockets = new ArrayList<>();
        List<BridgeSocket> bridges = new ArrayList<>();
        Set<String> users = new TreeSet<>();
        for (int i = 0; i < NODES; i++) {
            TestSocket socket = cluster.node(i).connect("socket" + i);
            socket.enter(room);
            sockets.add(socket);
            users.add("socket" + i);
            BridgeSocket bridge = BridgeSocket.connect(cluster.node(i), "bridge" + i);
            bridge.register("room." + room + ".events").request("room." + room, "init");
            bridges.add(bridge);
            users.add("bridge" + i);
        }
        for (int n = 0; n < EACH; n++) {
            for (int i = 0; i < NODES; i++) {
                sockets.get(i).send("message", "room", room, "id", "s" + n, "message", "s" + i + "." + n);
                JsonObject frame = TestSocket.frame("message", "id", "b" + n, "message", "b" + i + "." + n);
                bridges.get(i).ask("room." + room, frame);
            }
        }
        int all = 2 * NODES * EACH;
        sockets.forEach(socket -> Frames.until(
                "all at a socket", () -> Frames.messages(socket.all(), room).size() == all));
        bridges.forEach(bridge -> Frames.until(
                "all at a bridge",
                () -> bridge.events("room." + room + ".events", "message").size() == all));
        List<JsonObject> order = Frames.messages(sockets.get(0).all(), room);
        assertEquals(IntStream.rangeClosed(1, all).mapToObj(n -> (long) n).toList(), Frames.seqs(order));
        for (TestSocket socket : sockets) {
            assertEquals(order, Frames.messages(socket.all(), room));
            List<String> answers = List.of("ack", "error");
            Frames.until(
                    "answers",
                    () -> socket.all().stream()
                                    .filter(f -> answers.contains(f.getString("type")))
                                    .count()
                            == EACH);
            assertEquals(List.of(), Frames.ofType(socket.all(), "error"));
        }
        for (BridgeSocket bridge : bridges) {
            assertEquals(
                    order,
                    bridge.events("room." + room + ".events", "message").stream()
                            .map(event -> event.getJsonObject("message"))
                            .toList());
        }
        List<String> texts =
                order.stream().map(message -> message.getString("text")).toList();
        for (int i = 0; i < NODES; i++) {
            assertEquals(texts, Probe.texts(cluster.node(i), room));
            assertEquals(users, Probe.members(cluster.node(i), room));
            assertEquals(users.size(), Probe.listed(cluster.node(i), room));
            JsonObject who = sockets.get(i).send("who", "room", room).await("members");
            assertEquals(users.size(), who.getInteger("count"));
        }
        sockets.forEach(TestSocket::close);
        bridges.forEach(BridgeSocket::close);
    }

    @Test
    void aPlainRequestFromAnyMemberWakesARoomWhereverItLives() {
        for (int from = 0; from < NODES; from++) {
            for (int of = 0; of < NODES; of++) {
                String room = cluster.roomOf(of);
                int before = Probe.rooms(cluster.node(of));
                Speaker ann = new Speaker(new Author("ann", "Ann", Author.Kind.USER), Role.MEMBER, "10.0.0.1");
                RoomCommand say = new RoomCommand.Say("1", ann, Content.of("hello"));
                RoomReply.Stored stored = (RoomReply.Stored) ask(cluster.node(from), room, say);
                assertEquals(1, stored.seq());
                assertEquals(before + 1, Probe.rooms(cluster.node(of)));
                assertEquals(List.of("hello"), Probe.texts(cluster.node(from), room));
            }
        }
    }

    @Test
    void aMessageThatWasOvertakenOnTheBusIsNotStoredBehindTheLaterOne() {
        String room = cluster.roomOf(1);
        assertEquals(1, ((RoomReply.Stored) ask(cluster.node(0), room, numbered("late", 9))).seq());
        assertEquals(new RoomReply.Overtaken(), ask(cluster.node(0), room, numbered("early", 7)));
        RoomReply.Stored again = (RoomReply.Stored) ask(cluster.node(0), room, numbered("late", 7));
        assertTrue(again.duplicate(), "what the store has is acknowledged in any order");
        assertEquals(2, ((RoomReply.Stored) ask(cluster.node(0), room, numbered("next", 10))).seq());
        assertEquals(List.of("late", "next"), Probe.texts(cluster.node(0), room));
    }

    private static RoomCommand numbered(String text, long number) {
        Speaker ann = new Speaker(new Author("ann", "Ann", Author.Kind.USER), Role.MEMBER, "10.0.0.1");
        return new RoomCommand.Say(text, ann, Content.of(text), new SendOrder("node.0", number), null);
    }

    @Test
    void theClusterRegistersNeitherRoomsNorClients() {
        ask(cluster.node(0), cluster.roomOf(0), new RoomCommand.Who());
        Map<String, Integer> before = entries();
        assertTrue(before.containsKey("__vertx.nodeInfo"), before::toString);
        List<TestSocket> sockets = new ArrayList<>();
        List<Future<?>> woken = new ArrayList<>();
        int rooms = cluster.nodes().stream().mapToInt(Probe::rooms).sum();
        for (int n = 0; n < 500; n++) {
            woken.add(
                    cluster.node(n % NODES).node().vertx().eventBus().request("room.many-" + n, new RoomCommand.Who()));
            if (woken.size() == 50) {
                await(Future.all(woken));
                woken.clear();
            }
        }
        for (int n = 0; n < 100; n++) {
            TestSocket socket = cluster.node(n % NODES).connect("user" + n);
            socket.enter("many-" + n);
            sockets.add(socket);
        }
        assertEquals(
                rooms + 500, cluster.nodes().stream().mapToInt(Probe::rooms).sum());
        assertEquals(before, entries());
        sockets.forEach(TestSocket::close);
    }

    /** What Hazelcast holds, by name: entries of maps, values of multimaps, and the like. */
    private static Map<String, Integer> entries() {
        HazelcastInstance any = Hazelcast.getAllHazelcastInstances().iterator().next();
        return any.getDistributedObjects().stream()
                .collect(Collectors.toMap(DistributedObject::getName, ClusterRoomsTest::size, Integer::sum));
    }

    private static int size(DistributedObject object) {
        if (object instanceof IMap<?, ?> map) {
            return map.size();
        }
        if (object instanceof MultiMap<?, ?> map) {
            return map.size();
        }
        return object instanceof ICollection<?> collection ? collection.size() : 1;
    }

    @CanIgnoreReturnValue
    private static RoomReply ask(TestNode from, String room, RoomCommand command) {
        return await(from.node().vertx().eventBus().<RoomReply>request("room." + room, command))
                .body();
    }
}
