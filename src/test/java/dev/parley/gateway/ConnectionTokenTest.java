package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.auth.TokenMint;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A token's end is the connection's end; a new one in time is not. */
class ConnectionTokenTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static TestSocket connect(String token) {
        return TestSocket.connect(node.port(), "/ws", token);
    }

    private static String shortToken(String user) {
        return node.token(user, "member", List.of(), Duration.ofSeconds(2));
    }

    private static JsonObject session(TestHttp http) {
        return new JsonObject(http.post("/api/sessions", new JsonObject()).body());
    }

    @Test
    void anExpiredTokenCloses() {
        long from = System.nanoTime();
        try (TestSocket ann = connect(shortToken("ann"))) {
            ann.enter("main");
            assertEquals(4001, ann.awaitClose());
            assertTrue(Duration.ofNanos(System.nanoTime() - from).toMillis() < 4000);
        }
    }

    @Test
    void aNewTokenInTimeKeepsTheConnectionOpen() {
        try (TestSocket kept = connect(shortToken("ann"));
                TestSocket lost = connect(shortToken("ann"))) {
            kept.enter("main");
            JsonObject authed =
                    kept.send("auth", "token", node.token("ann"), "id", "a1").await("authed");
            assertEquals("a1", authed.getString("id"));
            assertEquals(4001, lost.awaitClose());
            assertEquals("ack", kept.say("main", "m1", "still here").getString("type"));
        }
    }

    @Test
    void anotherUsersOrABadTokenChangesNothing() {
        try (TestSocket ann = connect(shortToken("ann"))) {
            JsonObject error = ann.send("auth", "token", node.token("bob")).await("error");
            assertEquals("forbidden", error.getString("code"));
            error = ann.send("auth", "token", "nonsense").await("error");
            assertEquals("unauthorized", error.getString("code"));
            assertEquals("ann", ann.enter("main").getString("userId"));
            assertEquals(4001, ann.awaitClose());
        }
    }

    @Test
    void aTokenThatMayLessLeavesTheRoomsItMayNotEnter() {
        try (TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            ann.enter("kept");
            ann.enter("lost");
            bob.enter("lost");
            String less = node.token("ann", "member", List.of("kept"), Duration.ofHours(1));
            List<JsonObject> answers = new ArrayList<>();
            ann.send("auth", "token", less, "id", "a1").await(f -> {
                answers.add(f);
                return "authed".equals(f.getString("type"));
            });
            JsonObject error = answers.stream()
                    .filter(f -> "error".equals(f.getString("type")))
                    .findFirst()
                    .orElseThrow();
            assertEquals("lost", error.getString("room"));
            assertNull(error.getString("id"), "one answer a frame");
            bob.say("lost", "b1", "can ann hear?");
            bob.say("kept", "b2", "and here?");
            ann.await("message");
            assertFalse(ann.all().stream().anyMatch(f -> f.encode().contains("can ann hear?")));
        }
    }

    @Test
    void anEndedSessionLosesItsSocketsWithinASecond() {
        String token = session(node.http(node.token("ann"))).getString("token");
        String other = session(node.http(node.token("ann"))).getString("token");
        try (TestSocket one = connect(token);
                TestSocket two = connect(token);
                TestSocket three = connect(token);
                TestSocket spared = connect(other)) {
            one.enter("main");
            long from = System.nanoTime();
            assertEquals(
                    204,
                    node.http(token)
                            .send("DELETE", "/api/sessions/current", null)
                            .statusCode());
            assertEquals(4001, one.awaitClose());
            assertEquals(4001, two.awaitClose());
            assertEquals(4001, three.awaitClose());
            assertTrue(Duration.ofNanos(System.nanoTime() - from).toMillis() < 1000);
            assertEquals("ann", spared.enter("main").getString("userId"));
            assertEquals(401, node.http(token).get("/api/rooms").statusCode());
        }
    }

    @Test
    void aGuestsSessionHasANameAndEndsTheSameWay() {
        JsonObject guest = new JsonObject(node.http(null)
                .post("/api/sessions", new JsonObject().put("name", "Gus"))
                .body());
        try (TestSocket gus = connect(guest.getString("token"))) {
            assertEquals(guest.getString("userId"), gus.enter("main").getString("userId"));
            node.http(guest.getString("token")).send("DELETE", "/api/sessions/current", null);
            assertEquals(4001, gus.awaitClose());
        }
    }

    @Test
    void aNewTokenMayBringAnotherName() {
        TokenMint mint = new TokenMint(node.config().auth(), InstantSource.system());
        try (TestSocket ann = connect(mint.mint("ann", "Ann", null, List.of(), Duration.ofHours(1)));
                TestSocket bob = node.connect("bob")) {
            ann.enter("names");
            bob.enter("names");
            ann.send("auth", "token", mint.mint("ann", "Anna", null, List.of(), Duration.ofHours(1)))
                    .await("authed");
            JsonObject anna = new JsonObject().put("id", "ann").put("name", "Anna");
            bob.await(frame -> "joined".equals(frame.getString("type"))
                    && frame.getJsonArray("members").contains(anna));
            bob.send("who", "room", "names");
            JsonObject members = bob.await("members");
            assertTrue(members.getJsonArray("members").contains(anna), members::encode);
            assertEquals(2, members.getInteger("count"));
            ann.say("names", "m1", "hello");
            assertEquals(
                    "Anna",
                    bob.await("message")
                            .getJsonObject("message")
                            .getJsonObject("from")
                            .getString("name"));
        }
    }
}
