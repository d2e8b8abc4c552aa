package dev.parley.gateway;

import static dev.parley.testing.Frames.ofType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms leave memory while their sockets stay, and nobody notices. */
class RoomHibernationTest {
    private final List<TestSocket> sockets = new ArrayList<>();
    private TestNode node;

    @BeforeEach
    void begin() {
        node = TestNode.start(Map.of("PARLEY_ROOMS_IDLE_TIMEOUT", "200ms", "PARLEY_ROOMS_TYPING_TIMEOUT", "300ms"));
    }

    @AfterEach
    void end() {
        sockets.forEach(TestSocket::close);
        node.close();
    }

    @CanIgnoreReturnValue
    private TestSocket in(String user) {
        TestSocket socket = node.connect(user);
        sockets.add(socket);
        socket.enter("r");
        return socket;
    }

    private void untilAsleep() {
        Frames.until("the room sleeps", () -> rooms() == 0);
    }

    private double rooms() {
        return node.http(null)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.matches("parley_rooms(\\{.*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> ids(JsonArray members) {
        return Frames.objects(members).stream().map(m -> m.getString("id")).collect(Collectors.toSet());
    }

    private static void assertGone(TestSocket reader, String user) {
        reader.await(f -> Frames.is(f, "gone") && f.getJsonArray("members").contains(user));
    }

    @Test
    void theNextFrameWakesIt() {
        TestSocket ann = in("ann");
        TestSocket bob = in("bob");
        assertEquals(1, rooms());
        assertEquals(1, ann.say("r", "1", "one").getInteger("seq"));
        for (int round = 2; round < 5; round++) {
            untilAsleep();
            assertTrue(ann.isOpen());
            assertEquals(round, ann.say("r", "" + round, "more").getInteger("seq"));
            int seq = round;
            bob.await(f -> Frames.is(f, "message") && f.getInteger("seq") == seq);
        }
        assertEquals(List.of(1L, 2L, 3L, 4L), Frames.seqs(Frames.messages(bob.all(), "r")));
    }

    @Test
    void manyFramesAtOnceWakeItOnceAndKeepTheirOrder() {
        TestSocket ann = in("ann");
        TestSocket bob = in("bob");
        untilAsleep();
        for (int i = 1; i <= 50; i++) {
            ann.send("message", "room", "r", "id", "a" + i, "message", "text");
            bob.send("message", "room", "r", "id", "b" + i, "message", "text");
        }
        Frames.until("all", () -> Frames.messages(bob.all(), "r").size() == 100);
        List<String> mine = Frames.messages(bob.all(), "r").stream()
                .map(m -> m.getString("id"))
                .filter(id -> id.startsWith("a"))
                .toList();
        for (int i = 1; i <= 50; i++) {
            assertEquals("a" + i, mine.get(i - 1));
        }
    }

    @Test
    void whoIsRightAsSoonAsItWakes() {
        TestSocket ann = in("ann");
        in("bob");
        in("bob");
        untilAsleep();
        JsonObject members = ann.send("who", "room", "r").await("members");
        assertEquals(Set.of("ann", "bob"), ids(members.getJsonArray("members")));
        assertEquals(2, members.getInteger("count"));
        untilAsleep();
        TestSocket cid = node.connect("cid");
        sockets.add(cid);
        assertEquals(3, cid.enter("r").getInteger("members"));
        JsonObject joined = ann.await("joined");
        while (!ids(joined.getJsonArray("members")).contains("cid")) {
            joined = ann.await("joined");
        }
        assertEquals(Set.of("cid"), ids(joined.getJsonArray("members")));
        assertEquals(0, ofType(cid.all(), "gone").size());
    }

    @Test
    void aLeaveWhileItSleepsIsAnnounced() {
        TestSocket ann = in("ann");
        TestSocket bob = in("bob");
        untilAsleep();
        bob.send("leave", "room", "r").await("left");
        assertGone(ann, "bob");
        TestSocket cid = in("cid");
        untilAsleep();
        cid.abort();
        assertGone(ann, "cid");
        assertEquals(1, ann.send("who", "room", "r").await("members").getInteger("count"));
    }

    /** Two gateways: the one that did not wake the room may still think that it sleeps. */
    @Test
    void aLeaveIsAnnouncedToWhoCameWhileOneThoughtItAsleep() {
        for (int i = 0; i < 6; i++) {
            TestSocket ann = in("ann");
            untilAsleep();
            TestSocket bob = in("bob");
            ann.abort();
            assertGone(bob, "ann");
            assertEquals(1, bob.send("who", "room", "r").await("members").getInteger("count"));
            bob.close();
            untilAsleep();
        }
    }

    @Test
    void typingLapsesByItselfAndIsNotEchoed() {
        TestSocket ann = in("ann");
        TestSocket bob = in("bob");
        untilAsleep();
        ann.send("typing", "room", "r", "on", true, "id", "t");
        assertEquals("ack", ann.await(f -> "t".equals(f.getString("id"))).getString("type"));
        assertEquals(
                "ann",
                bob.await(f -> Frames.is(f, "typing") && f.getBoolean("on")).getString("by"));
        assertEquals(false, bob.await("typing").getBoolean("on"));
        ann.say("r", "1", "done");
        bob.await("message");
        assertEquals(2, ofType(bob.all(), "typing").size());
        assertEquals(0, ofType(ann.all(), "typing").size());
        untilAsleep();
    }

    @Test
    void whatIsSaidEndsTyping() {
        TestSocket ann = in("ann");
        TestSocket bob = in("bob");
        ann.send("typing", "room", "r", "on", true);
        bob.await("typing");
        ann.say("r", "1", "done");
        assertEquals(false, bob.await("typing").getBoolean("on"));
        assertEquals(1, bob.await("message").getInteger("seq"));
    }

    @Test
    void aReconnectWithinABatchIsSilent() {
        TestSocket ann = in("ann");
        TestSocket bob = in("bob");
        ann.await(f -> Frames.is(f, "joined") && ids(f.getJsonArray("members")).contains("bob"));
        int before = ann.all().size();
        TestSocket again = in("bob");
        bob.abort();
        in("cid");
        ann.await(f -> Frames.is(f, "joined") && ids(f.getJsonArray("members")).contains("cid"));
        again.abort();
        assertGone(ann, "bob");
        List<JsonObject> since = ann.all().subList(before, ann.all().size());
        assertEquals(1, ofType(since, "joined").size());
        assertEquals(1, ofType(since, "gone").size());
    }
}
