package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code GET} and {@code POST /api/rooms/{room}/messages}. */
class RoomMessagesTest {
    private static TestNode node;
    private static TestHttp ada;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        ada = node.http(node.token("ada"));
        for (int i = 1; i <= 10; i++) {
            assertEquals(
                    201, post("history", new JsonObject().put("text", "m" + i)).statusCode());
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> post(String room, JsonObject body, String... headers) {
        return ada.post("/api/rooms/" + room + "/messages", body, headers);
    }

    private static List<Long> seqs(String query) {
        return ada.getJson("/api/rooms/history/messages" + query).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    private static boolean hasMore(String query) {
        return ada.getJson("/api/rooms/history/messages" + query).getBoolean("hasMore");
    }

    @Test
    void historyIsOldestFirstAndPaged() {
        assertEquals(10, seqs("").size());
        assertEquals(List.of(8L, 9L, 10L), seqs("?limit=3"));
        assertTrue(hasMore("?limit=3"));
        assertEquals(List.of(5L, 6L, 7L), seqs("?limit=3&before=8"));
        assertEquals(List.of(1L, 2L), seqs("?limit=3&before=3"));
        assertFalse(hasMore("?limit=3&before=3"));
        assertEquals(List.of(1L, 2L, 3L), seqs("?after=0&limit=3"));
        assertTrue(hasMore("?after=0&limit=3"));
        assertEquals(List.of(9L, 10L), seqs("?after=8"));
        assertFalse(hasMore("?after=8"));
        assertEquals(List.of(4L, 5L), seqs("?after=3&before=6"));
        assertFalse(hasMore("?after=3&before=6"), "none of what follows is before 6");
        assertEquals(List.of(), seqs("?before=0"));
        assertEquals(10, seqs("?limit=100000").size());
        for (String bad : List.of("?limit=0", "?limit=x", "?before=-1", "?after=x", "?after=1e3")) {
            Problems.check(400, "bad_frame", ada.get("/api/rooms/history/messages" + bad));
        }
    }

    @Test
    void aStoredMessageIsAsItWasSaid() {
        JsonObject sent = new JsonObject(post("said", new JsonObject().put("text", "a \"text\" of ours 😀"))
                .body());
        JsonObject message =
                ada.getJson("/api/rooms/said/messages").getJsonArray("messages").getJsonObject(0);
        assertEquals("a \"text\" of ours 😀", message.getString("text"));
        assertEquals(sent.getString("id"), message.getString("id"));
        assertEquals(sent.getLong("ts"), message.getLong("ts"));
        assertEquals(
                new JsonObject("{\"id\": \"ada\", \"name\": \"ada\", \"kind\": \"user\"}"),
                message.getJsonObject("from"));
    }

    @Test
    void aSocketHearsWhatIsPosted() {
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("heard");
            assertEquals(
                    201, post("heard", new JsonObject().put("text", "hello")).statusCode());
            assertEquals("hello", bob.await("message").getJsonObject("message").getString("text"));
        }
    }

    @Test
    void aKeyIsStoredOnce() {
        JsonObject body = new JsonObject().put("text", "once");
        HttpResponse<String> first = post("keys", body, "Idempotency-Key", "k-1");
        assertEquals(201, first.statusCode());
        JsonObject stored = new JsonObject(first.body());
        assertEquals("k-1", stored.getString("id"));
        assertEquals(1, stored.getLong("seq"));
        assertFalse(stored.containsKey("duplicate"));
        HttpResponse<String> again = post("keys", body, "Idempotency-Key", "k-1");
        assertEquals(201, again.statusCode());
        assertEquals(stored.put("duplicate", true), new JsonObject(again.body()));
        Problems.check(409, "conflict", post("keys", new JsonObject().put("text", "other"), "Idempotency-Key", "k-1"));
        assertEquals(1, ada.getJson("/api/rooms/keys").getLong("seq"));
        Problems.check(400, "bad_frame", post("keys", body, "Idempotency-Key", "k".repeat(65)));
        assertEquals(201, post("keys", body, "Idempotency-Key", "k".repeat(64)).statusCode());
    }

    @Test
    void onlyAServiceNamesAnAuthor() {
        JsonObject body = new JsonObject()
                .put("text", "from afar")
                .put("from", new JsonObject("{\"id\": \"zoe\", \"name\": \"Zoe\"}"));
        Problems.check(403, "forbidden", post("served", body));
        TestHttp service = node.http(node.token("backend", "service", List.of(), Duration.ofHours(1)));
        assertEquals(201, service.post("/api/rooms/served/messages", body).statusCode());
        JsonObject message = ada.getJson("/api/rooms/served/messages")
                .getJsonArray("messages")
                .getJsonObject(0);
        assertEquals(
                new JsonObject("{\"id\": \"zoe\", \"name\": \"Zoe\", \"kind\": \"user\"}"),
                message.getJsonObject("from"));
        for (String from : List.of("\"zoe\"", "{}", "{\"id\": \"\"}", "{\"id\": 7}", "{\"id\": \"z\", \"name\": 1}")) {
            JsonObject bad = new JsonObject("{\"text\": \"x\", \"from\": " + from + "}");
            Problems.check(400, "bad_frame", service.post("/api/rooms/served/messages", bad));
        }
    }

    @Test
    void aRoomThatOneMayNotEnter() {
        TestHttp eve = node.http(node.token("eve", "member", List.of("team-*"), Duration.ofHours(1)));
        JsonObject body = new JsonObject().put("text", "x");
        for (String room : List.of("history", "assistant:ada", "assistant:eve2")) {
            Problems.check(403, "forbidden", eve.get("/api/rooms/" + room));
            Problems.check(403, "forbidden", eve.get("/api/rooms/" + room + "/messages"));
            Problems.check(403, "forbidden", eve.get("/api/rooms/" + room + "/members"));
            Problems.check(403, "forbidden", eve.post("/api/rooms/" + room + "/messages", body));
        }
    }

    @Test
    void aBodyMustBeAMessage() {
        for (String body :
                List.of("", "{", "null", "[1]", "\"x\"", "{}", "{\"text\": 7}", "{\"text\": \"\"}", "{} {}")) {
            Problems.check(400, "bad_frame", ada.send("POST", "/api/rooms/bad/messages", body));
        }
        JsonObject upload = new JsonObject("{\"text\": \"x\", \"attachments\": [{\"upload\": \"u\"}]}");
        Problems.check(404, "not_found", post("bad", upload));
        Problems.check(404, "not_found", ada.get("/api/rooms/bad"));
    }

    @Test
    void tooMuchIsRefused() {
        Problems.check(413, "too_large", post("big", new JsonObject().put("text", "é".repeat(8193))));
        assertEquals(
                201, post("big", new JsonObject().put("text", "é".repeat(8192))).statusCode());
        Problems.check(413, "too_large", post("big", new JsonObject().put("text", "x".repeat(1 << 20))));
    }
}
