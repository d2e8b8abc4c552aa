package dev.parley.cluster;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes come and go, rooms move, and those who sit in them notice nothing. */
@ExtendWith(VertxExtension.class)
class ClusterMoveTest {
    private static final int ROOMS = 8;

    private static List<String> roomsOf(TestCluster cluster, int node) {
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            rooms.add(cluster.roomOf(node));
        }
        return rooms;
    }

    /** Everything that was said came once and in order, nothing else happened, and each message was acknowledged. */
    private static void assertUndisturbed(TestSocket reader, String room, int said) {
        Frames.until("all of " + room, () -> Frames.messages(reader.all(), room).size() >= said);
        assertEquals(
                LongStream.rangeClosed(1, said).boxed().toList(), Frames.seqs(Frames.messages(reader.all(), room)));
        assertEquals(List.of(), Frames.ofType(reader.all(), "error"));
        assertEquals(List.of(), Frames.ofType(reader.all(), "resync"));
        assertTrue(reader.isOpen());
    }

    @Test
    void roomsMoveToANodeThatJoins() {
        try (TestCluster cluster = TestCluster.of(2)) {
            List<String> rooms = new ArrayList<>(roomsOf(cluster, 0));
            rooms.addAll(roomsOf(cluster, 1));
            TestSocket ann = cluster.node(0).connect("ann");
            TestSocket bob = cluster.node(1).connect("bob");
            rooms.forEach(ann::enter);
            rooms.forEach(bob::enter);
            Chatter chatter = Chatter.start(cluster.node(0).connect("chatter"), rooms);
            chatter.awaitRounds(2);
            cluster.add();
            List<String> moved =
                    rooms.stream().filter(room -> cluster.ownerOf(room) == 2).toList();
            Frames.until("rooms moved", () -> Probe.rooms(cluster.node(2)) == moved.size());
            chatter.awaitRounds(2);
            int said = chatter.stop();
            for (String room : rooms) {
                assertUndisturbed(ann, room, said);
                assertUndisturbed(bob, room, said);
            }
            assertFalse(moved.isEmpty());
        }
    }

    @Test
    void roomsLeaveANodeThatDrains(Vertx vertx) {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        Map<String, String> environment =
                Map.of("PARLEY_ASSISTANTS", Frames.assistants(fake, "bot"), "PARLEY_DRAIN_WINDOW", "1s");
        try (TestCluster cluster = TestCluster.of(2, environment)) {
            List<String> rooms = roomsOf(cluster, 0);
            String asked = cluster.roomOf(0);
            TestSocket ann = cluster.node(1).connect("ann");
            TestSocket bob = cluster.node(0).connect("bob");
            rooms.forEach(ann::enter);
            bob.enter(rooms.get(0));
            ann.enter(asked);
            ann.send("message", "room", asked, "id", "q", "message", "@bot hi");
            FakeTurn first = fake.nextCall();
            first.say("half an ans");
            JsonObject chunk = ann.await(f -> "half an ans".equals(f.getString("content")));
            assertEquals(1, chunk.getInteger("attempt"));
            String turn = chunk.getString("turn");

            Chatter chatter = Chatter.start(cluster.node(1).connect("chatter"), rooms);
            chatter.awaitRounds(2);
            Future<Void> drained = cluster.node(0).startDrain();
            assertEquals(503, Probe.ready(cluster.node(0)));
            FakeTurn second = fake.nextCall();
            second.say("another").say(" one").finish();
            JsonObject complete = ann.await("complete");
            chatter.awaitRounds(2);
            int said = chatter.stop();
            assertEquals(1012, bob.awaitClose());
            assertTrue(new JsonObject(bob.closeReason()).getInteger("retryAfterMs") >= 0, bob.closeReason());
            await(drained);
            cluster.forget(0);

            assertEquals("another one", complete.getString("content"));
            assertEquals("done", complete.getString("reason"));
            List<JsonObject> again = Frames.ofType(ann.all(), "chunk").stream()
                    .filter(f -> f.getInteger("attempt") == 2)
                    .toList();
            assertEquals("another one", Frames.joined("", again, turn));
            for (String room : rooms) {
                assertUndisturbed(ann, room, said);
            }
            assertEquals("ack", ann.say(asked, "after", "after").getString("type"));
            assertEquals(1, Frames.ofType(ann.all(), "complete").size());
            assertUndisturbed(ann, asked, 3);
        } finally {
            await(fake.stop());
        }
    }
}
