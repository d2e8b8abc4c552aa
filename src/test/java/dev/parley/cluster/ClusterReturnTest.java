package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.RoomCommand;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node goes and comes back, or the store goes back in time, and nobody reconnects: afterwards everything flows again for
 * those who stayed, what is stored and what is not.
 */
class ClusterReturnTest {
    @AutoClose
    private static final TestCluster cluster = TestCluster.of(3, Map.of("PARLEY_ROOMS_IDLE_TIMEOUT", "60s"));

    private String room;
    private TestSocket ann;
    private TestSocket bob;

    /** Ann at the room's node, Bob at another. */
    @BeforeEach
    void begin() {
        cluster.awaitAgreement();
        room = cluster.roomOf(0);
        ann = cluster.node(0).connect("ann");
        bob = cluster.node(1).connect("bob");
        ann.enter(room);
        bob.enter(room);
        Frames.until("both are in", () -> Probe.members(cluster.node(2), room).size() == 2);
        for (int n = 1; n <= 4; n++) {
            ann.say(room, "m" + n, "before");
        }
        Frames.until("bob has them", () -> Frames.messages(bob.all(), room).size() == 4);
    }

    @CanIgnoreReturnValue
    private static String sql(String statement) {
        return TestPostgres.shared().askIn(cluster.url(), statement);
    }

    private void lapse(int node) {
        String name = cluster.node(node).name();
        Frames.until("its lease has lapsed", () -> {
            sql("update nodes set lease_until = clock_timestamp() - interval '1 minute' where id = '" + name + "'");
            return !cluster.node(0).node().membership().view().nodes().containsKey(name);
        });
    }

    @Test
    void aNodeWhoseLeaseLapsedIsNotForgottenByRoomsThatDidNotMove() {
        int had = ann.all().size();
        lapse(1);
        cluster.awaitAgreement();
        Frames.until("he is back", () -> Probe.members(cluster.node(0), room).equals(Set.of("ann", "bob")));
        Frames.until("and announced", () -> ann.all().stream()
                .skip(had)
                .anyMatch(f -> Frames.is(f, "joined") && f.encode().contains("bob")));
        Frames.until("he is told who is here", () -> Flow.count(bob, 0, "members") > 0);
        Flow.assertAll(room, ann, bob, "a");
    }

    @Test
    void aReturnedNodeIsKnownAlsoWhenItsFirstAnswersAreLost() {
        try (Lost lost = new Lost(cluster.node(0), RoomCommand.Present.class)) {
            lapse(1);
            cluster.awaitAgreement();
            Frames.until("lost", () -> lost.count() > 1);
            assertFalse(Probe.members(cluster.node(0), room).contains("bob"));
        }
        Frames.until("he is back", () -> Probe.members(cluster.node(0), room).equals(Set.of("ann", "bob")));
        Flow.assertAll(room, ann, bob, "a");
    }

    @Test
    void theStoreGoesBackUnderARoomThatGoesOn() {
        goBackTo(2, "");
        assertStartsOver(() -> assertEquals(3, ann.say(room, "after", "after").getLong("seq")), 3);
    }

    /** What is stored next has the number that everybody has already. */
    @Test
    void theStoreGoesBackByOne() {
        goBackTo(3, "");
        assertStartsOver(() -> assertEquals(4, ann.say(room, "after", "after").getLong("seq")), 4);
    }

    @Test
    void theStoreGoesBackToBeforeTheRoomsOwner() {
        goBackTo(2, ", epoch = epoch - 1, owner = null");
        assertStartsOver(
                () -> Frames.until("stored", () -> "ack"
                        .equals(ann.say(room, "after", "after").getString("type"))),
                3);
    }

    @Test
    void theStoreGoesBackUnderASilentRoom() {
        goBackTo(2, "");
        assertStartsOver(() -> {}, 2);
    }

    private void goBackTo(int seq, String more) {
        sql("delete from events where room = '" + room + "' and seq > " + seq);
        sql("update rooms set last_seq = " + seq + more + " where id = '" + room + "'");
    }

    private void assertStartsOver(Runnable speak, long seq) {
        int annHad = ann.all().size();
        int bobHad = bob.all().size();
        speak.run();
        for (TestSocket each : List.of(ann, bob)) {
            int had = each == ann ? annHad : bobHad;
            Frames.until("starts over", () -> each.all().stream()
                    .skip(had)
                    .anyMatch(f -> Frames.is(f, "ready") && f.getBoolean("reset") && f.getLong("seq") == seq));
        }
        Flow.assertAll(room, ann, bob, "b");
        assertEquals(Set.of("ann", "bob"), Probe.members(cluster.node(2), room));
        assertEquals(String.valueOf(seq + 2), sql("select count(*) from events where room = '" + room + "'"));
    }
}
