package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node stands still until its lease has lapsed, then goes on, and its clients stayed connected: rooms that did not move
 * know them again, and they get again what is not stored.
 */
class FreezeGuestIT {
    private static final int ROOMS = 12;

    private final List<String> rooms =
            IntStream.range(0, ROOMS).mapToObj(i -> "guest-" + i).toList();

    @Test
    @Tag("long")
    void whoStayedConnectedToANodeThatStoodStillGetsEverythingAgain() {
        try (Cluster cluster = Cluster.start("freeze-guest", 1);
                TestSocket ann = connect(cluster.node(0), "ann");
                TestSocket bob = connect(cluster.node(1), "bob")) {
            for (String room : rooms) {
                ann.enter(room);
                bob.enter(room);
                ann.say(room, "before-" + room, "before");
            }
            Frames.until("bob has heard it in each", () -> rooms.stream()
                    .allMatch(room -> Frames.messages(bob.all(), room).size() == 1));
            NodeProcess frozen = cluster.node(1);
            frozen.freeze();
            try {
                Frames.until("bob is gone from each room", () -> rooms.stream().allMatch(room -> saysGone(ann, room)));
            } finally {
                frozen.thaw();
            }
            Frames.until("bob is back in each room", () -> rooms.stream().allMatch(room -> isIn(ann, room)));
            int annHad = ann.all().size();
            int bobHad = bob.all().size();
            for (String room : rooms) {
                ann.send("typing", "room", room, "on", true);
                bob.send("typing", "room", room, "on", true);
            }
            for (String room : rooms) {
                Frames.until("bob sees ann typing in " + room, () -> hears(bob, bobHad, room, "typing", f -> true));
                Frames.until("ann sees bob typing in " + room, () -> hears(ann, annHad, room, "typing", f -> true));
                ann.say(room, "after-" + room, "@assistant help");
                Frames.until("bob reads the answer as it comes", () -> hears(bob, bobHad, room, "chunk", f -> true));
            }
            assertTrue(bob.isOpen(), "nobody reconnected");
        }
    }

    private static TestSocket connect(NodeProcess node, String user) {
        return TestSocket.connectTo(node.baseUrl().replace("http", "ws") + "/ws", Tokens.of(user));
    }

    private static boolean hears(TestSocket socket, int after, String room, String type, Predicate<JsonObject> wanted) {
        return socket.all().stream()
                .skip(after)
                .anyMatch(f -> Frames.is(f, type) && room.equals(f.getString("room")) && wanted.test(f));
    }

    /** Either so, or by a list of those who are here without him: its room has a new owner. */
    private static boolean saysGone(TestSocket ann, String room) {
        return hears(ann, 0, room, "gone", f -> f.encode().contains("bob"))
                || hears(ann, 0, room, "members", f -> !f.encode().contains("bob"));
    }

    /** As the room says it now. */
    private static boolean isIn(TestSocket ann, String room) {
        return ann.send("who", "room", room, "id", room + ann.all().size())
                .await(f -> Frames.is(f, "members") && room.equals(f.getString("room")))
                .encode()
                .contains("bob");
    }
}
