package dev.parley.capability.guestbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.capability.Capabilities;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A room on one node, its guests on the other. */
class GuestBookInAClusterTest {
    private static JsonObject sign(TestSocket socket, String room, String id) {
        return socket.send("sign", "room", room, "id", id, "text", "hello").await(f -> id.equals(f.getString("id")));
    }

    @Test
    void whatIsSignedOnOneNodeIsSeenAndReadOnTheOther() {
        try (TestCluster cluster = TestCluster.of(2, Map.of(), new Capabilities(List.of(GuestBook.DESCRIPTION)))) {
            String room = cluster.roomOf(1);
            try (TestSocket ann = cluster.node(0).connect("ann");
                    TestSocket bob = cluster.node(1).connect("bob")) {
                bob.enter(room);
                assertEquals(1, sign(ann, room, "s1").getLong("seq"));
                assertEquals("ann", bob.await("signed").getString("by"));
            }
            for (int i = 0; i < 2; i++) {
                JsonObject book =
                        cluster.node(i).http(cluster.node(i).token("ann")).getJson("/api/rooms/" + room + "/guestbook");
                assertEquals(1, book.getJsonArray("signatures").size(), book::encode);
            }
        }
    }

    @Test
    void untilEveryNodeIsNewEnoughItIsOff() {
        Capabilities ahead = new Capabilities(List.of(GuestBook.DESCRIPTION.withLevel(99)));
        try (TestCluster cluster = TestCluster.of(2, Map.of(), ahead);
                TestSocket ann = cluster.node(0).connect("ann")) {
            JsonObject error = sign(ann, "r", "s1");
            assertEquals("unavailable", error.getString("code"));
            int status = cluster.node(1)
                    .http(cluster.node(1).token("ann"))
                    .get("/api/rooms/r/guestbook")
                    .statusCode();
            assertEquals(503, status);
            assertEquals(1, ann.say("r", "m", "the rest goes on").getLong("seq"));
        }
    }
}
