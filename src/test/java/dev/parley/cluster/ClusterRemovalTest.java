package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.NodeEvent;
import dev.parley.testing.Frames;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is taken out of a room on another node is out within a second, also when the bus loses every broadcast. */
class ClusterRemovalTest {
    private static final long OUT_MS = 1000;

    @AutoClose
    private static final TestCluster cluster = TestCluster.of(
            2,
            Map.of(
                    "PARLEY_ROOMS_IDLE_TIMEOUT", "60s",
                    "PARLEY_ROOMS_COMPARE_EVERY", "60s")); // what is shown is not found by it

    private String room;
    private TestHttp owner;
    private TestSocket ann;
    private TestSocket bob;
    private TestSocket dan;

    /** Ann's private room is on her node, Bob and Dan are at the other. */
    @BeforeEach
    void begin() {
        room = cluster.roomOf(0);
        owner = cluster.node(0).http(cluster.node(0).token("ann"));
        done("PUT", "", "{\"access\": \"private\"}");
        ann = cluster.node(0).connect("ann");
        ann.enter(room);
        dan = member("dan");
        bob = member("bob");
    }

    private TestSocket member(String user) {
        done("PUT", "/members/" + user, "{\"role\": \"member\"}");
        TestSocket socket = cluster.node(1).connect(user);
        socket.enter(room);
        return socket;
    }

    private void done(String method, String path, String body) {
        HttpResponse<String> response = owner.send(method, "/api/rooms/" + room + path, body);
        assertTrue(response.statusCode() < 300, response::body);
    }

    private static void assertOut(long sinceNanos, TestSocket socket, String code) {
        JsonObject left = socket.await("left");
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        assertEquals(code, left.getString("code"));
        assertTrue(ms <= OUT_MS, ms + " ms");
    }

    private List<JsonObject> behindLeft(TestSocket socket) {
        List<JsonObject> all = socket.all();
        int at = all.indexOf(Frames.ofType(all, "left").get(0));
        return all.subList(at + 1, all.size());
    }

    private void assertHasNothingMore(TestSocket socket) {
        socket.send("ping").await("pong");
        assertEquals(
                List.of("pong"),
                behindLeft(socket).stream()
                        .map(frame -> frame.getString("type"))
                        .toList());
    }

    @Test
    void aRemovalOfWhichEveryBroadcastIsLost() {
        try (Lost lost = new Lost(cluster.node(1), NodeEvent.Spread.class)) {
            long at = System.nanoTime();
            done("DELETE", "/members/bob", null);
            assertOut(at, bob, "forbidden");
            assertTrue(lost.count() > 0);
            dan.await(frame -> Frames.is(frame, "room") && frame.encode().contains("bob"));
            ann.say(room, "1", "one");
        }
        ann.send("typing", "room", room, "on", true);
        ann.say(room, "2", "two");
        Frames.until("dan has all", () -> Frames.messages(dan.all(), room).size() == 2);
        dan.await("typing");
        assertHasNothingMore(bob);
        assertEquals("forbidden", bob.say(room, "3", "three").getString("code"));
        done("PUT", "/members/bob", "{\"role\": \"member\"}");
        bob.enter(room);
        assertEquals("ack", bob.say(room, "4", "four").getString("type"));
    }

    @Test
    void whatIsSaidBehindALostRemovalReachesNobodyWhoIsOut() {
        try (Lost lost = new Lost(cluster.node(1), NodeEvent.Spread.class)) {
            done("DELETE", "/members/bob", null);
            Frames.until("lost", () -> lost.count() > 0);
        }
        ann.send("typing", "room", room, "on", true);
        ann.say(room, "1", "one");
        bob.await("left");
        dan.await("typing");
        Frames.until("dan has it", () -> Frames.messages(dan.all(), room).size() == 1);
        assertHasNothingMore(bob);
        assertEquals(List.of(), Frames.messages(bob.all(), room));
        assertEquals(List.of(), Frames.ofType(bob.all(), "typing"));
    }

    @Test
    void aDeletionOfWhichEveryBroadcastIsLost() {
        try (Lost lost = new Lost(cluster.node(1), NodeEvent.Spread.class)) {
            long at = System.nanoTime();
            done("DELETE", "", null);
            assertOut(at, bob, "not_found");
            assertOut(at, dan, "not_found");
            assertTrue(lost.count() > 0);
        }
        assertHasNothingMore(bob);
    }
}
