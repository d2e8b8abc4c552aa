package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who was connected to a node that leaves is gone, for everybody, and no ghost is left. */
class ClusterPresenceTest {
    private static final long SOON_MS = 2000;

    /** How a node leaves. */
    enum End {
        DRAINED,
        STOPPED
    }

    private TestCluster cluster;

    @BeforeEach
    void begin() {
        cluster = TestCluster.of(2);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoWasThereIsGone(End end) {
        String there = cluster.roomOf(0);
        String here = cluster.roomOf(1);
        TestSocket ann = cluster.node(1).connect("ann");
        TestSocket bob = cluster.node(0).connect("bob");
        ann.enter(there);
        ann.enter(here);
        bob.enter(there);
        bob.enter(here);
        for (String room : new String[] {here, there}) {
            Frames.until("both are in " + room, () -> ann.all().stream()
                    .anyMatch(f -> Frames.is(f, "joined")
                            && room.equals(f.getString("room"))
                            && f.encode().contains("bob")));
        }
        int before = ann.all().size();
        Consumer<Integer> leave = end == End.DRAINED ? cluster::drain : cluster::stop;
        leave.accept(0);
        long left = System.nanoTime();
        Frames.until(
                "he is gone from our own room",
                () -> ann.all().stream().skip(before).anyMatch(f -> saysGone(f, here)));
        Frames.until(
                "he is gone from theirs", () -> ann.all().stream().skip(before).anyMatch(f -> saysGone(f, there)));
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left);
        assertTrue(ms <= SOON_MS, ms + " ms");
        for (String room : new String[] {here, there}) {
            assertEquals(1, ann.send("who", "room", room).await("members").getInteger("count"));
            assertEquals(Set.of("ann"), Probe.members(cluster.node(1), room));
            assertEquals("ack", ann.say(room, "after", "after").getString("type"));
            assertEquals(1, Probe.listed(cluster.node(1), room));
        }
    }

    /** Either so, or by a list of those who are here without him. */
    private static boolean saysGone(JsonObject frame, String room) {
        return room.equals(frame.getString("room"))
                && ((Frames.is(frame, "gone") && frame.getJsonArray("members").contains("bob"))
                        || (Frames.is(frame, "members") && !frame.encode().contains("bob")));
    }
}
