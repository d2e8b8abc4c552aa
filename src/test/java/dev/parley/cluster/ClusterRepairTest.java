package dev.parley.cluster;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.NodeEvent;
import dev.parley.store.StoreObserver;
import dev.parley.store.postgres.PostgresStore;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the bus lost, and what others did in the store: made good from the store, with nobody asking. */
@ExtendWith(VertxExtension.class)
class ClusterRepairTest {
    private static final long REPAIRED_MS = 5000;
    private static final int NOT_READY_MS = 1500;

    @AutoClose
    private static final TestCluster cluster = TestCluster.of(2, Map.of("PARLEY_ROOMS_IDLE_TIMEOUT", "60s"));

    private String room;
    private TestSocket ann;
    private TestSocket bob;

    /** Ann at the room's node, Bob at the other. */
    @BeforeEach
    void begin() {
        room = cluster.roomOf(0);
        ann = cluster.node(0).connect("ann");
        bob = cluster.node(1).connect("bob");
        ann.enter(room);
        bob.enter(room);
        // From here on the room is silent: any broadcast says how far it is.
        bob.await(f -> Frames.is(f, "joined") && f.encode().contains("bob"));
    }

    @CanIgnoreReturnValue
    private static String sql(String statement) {
        return TestPostgres.shared().askIn(cluster.url(), statement);
    }

    /** Takes the room from its owner, who does not know it; returns the new epoch. */
    @CanIgnoreReturnValue
    private long take(String by) {
        return Long.parseLong(sql(
                "update rooms set epoch = epoch + 1, owner = '" + by + "' where id = '" + room + "' returning epoch"));
    }

    private void assertHas(TestSocket reader, int count) {
        Frames.until(
                count + " messages", () -> Frames.messages(reader.all(), room).size() >= count);
        assertEquals(
                LongStream.rangeClosed(1, count).boxed().toList(), Frames.seqs(Frames.messages(reader.all(), room)));
    }

    private static void within(long mostMs, long sinceNanos) {
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        assertTrue(ms <= mostMs, ms + " ms");
    }

    @Test
    void aRoomThatOnlyTheStoreBelievesToBeElsewhereIsGivenBack() {
        String lost = cluster.roomOf(0);
        String elsewhere = cluster.node(1).node().membership().node();
        sql("insert into rooms (id, epoch, owner, last_seq) values ('" + lost + "', 7, '" + elsewhere + "', 0)");
        ann.enter(lost);
        bob.enter(lost);
        bob.send("message", "room", lost, "id", "m", "message", "here").await("ack");
    }

    /** Opens a session at the first node. */
    private static String guestToken() {
        return new JsonObject(
                        cluster.node(0).http(null).post("/api/sessions", null).body())
                .getString("token");
    }

    /** Enters the lobby at the other node. */
    private static TestSocket guest(String token) {
        TestSocket socket = TestSocket.connect(cluster.node(1).port(), "/ws", token);
        socket.enter("lobby");
        return socket;
    }

    @Test
    void anEndedSessionLosesItsSocketsOnEveryNode() {
        String token = guestToken();
        TestSocket socket = guest(token);
        long at = System.nanoTime();
        assertEquals(
                204,
                cluster.node(0)
                        .http(token)
                        .send("DELETE", "/api/sessions/current", null)
                        .statusCode());
        assertEquals(4001, socket.awaitClose());
        within(1000, at);
    }

    @Test
    void anEndedSessionLosesItsSocketsAlsoWhenTheBusLostTheNews() {
        TestSocket socket = guest(guestToken());
        long at = System.nanoTime();
        sql("delete from sessions");
        assertEquals(4001, socket.awaitClose());
        within(REPAIRED_MS, at);
    }

    @Test
    void aLostBroadcastIsReadFromTheStore() {
        long at;
        try (Lost lost = new Lost(cluster.node(1), NodeEvent.Spread.class)) {
            assertEquals(1, ann.say(room, "1", "one").getInteger("seq"));
            assertEquals(2, ann.say(room, "2", "two").getInteger("seq"));
            at = System.nanoTime();
            Frames.until("lost", () -> lost.count() >= 2);
        }
        assertHas(bob, 2);
        within(REPAIRED_MS, at);
        ann.say(room, "3", "three");
        assertHas(bob, 3);
        assertHas(ann, 3);
    }

    @Test
    void aLostBroadcastIsMadeGoodByTheNext() {
        try (Lost lost = new Lost(cluster.node(1), NodeEvent.Spread.class)) {
            ann.say(room, "1", "one");
            Frames.until("lost", () -> lost.count() >= 1);
        }
        long at = System.nanoTime();
        ann.say(room, "2", "two");
        assertHas(bob, 2);
        within(1500, at);
    }

    @Test
    void aMissedRollCallIsMadeGood() {
        take("nobody");
        try (Lost lost = new Lost(cluster.node(1), GatewayEvent.RollCall.class)) {
            assertEquals(1, ann.say(room, "1", "one").getInteger("seq"));
            assertTrue(lost.count() > 0);
            assertEquals(Set.of("ann"), Probe.members(cluster.node(0), room));
        }
        long at = System.nanoTime();
        assertHas(bob, 1);
        Frames.until(
                "the room knows bob", () -> Probe.members(cluster.node(0), room).size() == 2);
        within(REPAIRED_MS, at);
        ann.say(room, "2", "two");
        assertHas(bob, 2);
    }

    @Test
    void whatAnotherWriterStoredIsSeenAndTheFormerOwnerIsFenced(Vertx vertx) {
        assertEquals(1, ann.say(room, "1", "one").getInteger("seq"));
        PostgresStore other =
                await(PostgresStore.open(vertx, cluster.node(0).config().store(), StoreObserver.NONE));
        long epoch = take("other");
        for (int n = 2; n <= 4; n++) {
            await(other.log().commit(said(room, epoch, "other-" + n)));
        }
        await(other.close());
        long at = System.nanoTime();
        assertHas(ann, 4);
        assertHas(bob, 4);
        within(REPAIRED_MS, at);
        for (int n = 5; n <= 20; n++) {
            ann.send("message", "room", room, "id", "m" + n, "message", "more");
        }
        assertHas(ann, 20);
        assertHas(bob, 20);
        Frames.until("acks", () -> Frames.ofType(ann.all(), "ack").size() == 17);
        assertEquals(List.of(), Frames.ofType(ann.all(), "error"));
        assertEquals("20", sql("select count(*) from events where room = '" + room + "'"));
    }

    /** The new owner holds a lease for a while, so the sender waits, or is told to come again. */
    @Test
    void aFencedOwnerWaitsUntilTheRoomIsFree() {
        sql("insert into nodes values ('thief', false, 0, '127.0.0.1:1', clock_timestamp(),"
                + " clock_timestamp() + interval '" + NOT_READY_MS + " milliseconds')");
        take("thief");
        long at = System.nanoTime();
        JsonObject answer = bob.say(room, "m", "mine");
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at);
        assertEquals("ack", answer.getString("type"));
        assertTrue(ms >= NOT_READY_MS - 500, ms + " ms");
        assertEquals(1, answer.getInteger("seq"));
        JsonObject again = bob.say(room, "m", "mine");
        assertEquals(1, again.getInteger("seq"));
        assertTrue(again.getBoolean("duplicate"));
        assertHas(ann, 1);
        assertHas(bob, 1);
        assertEquals("1", sql("select count(*) from events where room = '" + room + "'"));
    }
}
