package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code POST /api/rooms/{room}/events} and {@code …/signals}. */
class CustomEventsTest {
    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_SIGNAL_TO", "3"));

    private static final TestHttp ada = node.http(node.token("ada"));

    private static HttpResponse<String> emit(String room, String body, String... headers) {
        return ada.send("POST", "/api/rooms/" + room + "/events", body, headers);
    }

    private static HttpResponse<String> signal(String room, String body) {
        return ada.send("POST", "/api/rooms/" + room + "/signals", body);
    }

    private static String named(String data) {
        return "{\"name\": \"poll.opened\", \"data\": " + data + "}";
    }

    @Test
    void anEventIsStoredAndComesToEverybody() {
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("polls");
            HttpResponse<String> posted = emit(
                    "polls",
                    named("{\"question\": \"Milk first?\", \"big\": 12345678901234567890}"),
                    "Idempotency-Key",
                    "v1");
            assertEquals(201, posted.statusCode(), posted.body());
            JsonObject stored = new JsonObject(posted.body());
            assertEquals(1, stored.getLong("seq"));
            JsonObject event = bob.await("event");
            assertEquals("ada", event.getString("by"));
            assertEquals("poll.opened", event.getString("name"));
            assertTrue(event.encode().contains("12345678901234567890"), event::encode);
            HttpResponse<String> again = emit(
                    "polls",
                    named("{\"question\":\"Milk first?\",\"big\":12345678901234567890}"),
                    "Idempotency-Key",
                    "v1");
            assertEquals(201, again.statusCode());
            assertEquals(stored.put("duplicate", true), new JsonObject(again.body()));
            Problems.check(409, "conflict", emit("polls", named("1"), "Idempotency-Key", "v1"));
        }
        for (String data : List.of("null", "false", "0", "\"\"", "[]", "{}", "-1.5e3", "[[1, {\"a\": \"🫖\"}]]")) {
            assertEquals(201, emit("polls", named(data)).statusCode(), data);
        }
        assertEquals(9, ada.getJson("/api/rooms/polls").getLong("seq"));
        assertEquals(
                new JsonArray(),
                ada.getJson("/api/rooms/polls/messages").getJsonArray("messages"),
                "they are no messages");
        try (TestSocket late = node.connect("late")) {
            late.send("init", "room", "polls", "since", 0);
            late.await(
                    frame -> Long.valueOf(9).equals(frame.getLong("seq")) && "event".equals(frame.getString("type")));
            assertEquals(9, Frames.ofType(late.all(), "event").size());
        }
    }

    @Test
    void onesOwnEventCanBeDeleted() {
        assertEquals(201, emit("gone", named("\"a secret\"")).statusCode());
        TestHttp bob = node.http(node.token("bob"));
        Problems.check(403, "forbidden", bob.send("DELETE", "/api/rooms/gone/messages/1", null));
        assertEquals(200, ada.send("DELETE", "/api/rooms/gone/messages/1", null).statusCode());
        Problems.check(409, "conflict", ada.send("DELETE", "/api/rooms/gone/messages/1", null));
        Problems.check(404, "not_found", ada.send("PATCH", "/api/rooms/gone/messages/1", "{\"text\": \"x\"}"));
        Problems.check(404, "not_found", ada.send("PUT", "/api/rooms/gone/messages/1/reactions/%F0%9F%AB%96", null));
        try (TestSocket late = node.connect("late")) {
            late.send("init", "room", "gone", "since", 0);
            assertTrue(late.await("event").getBoolean("deleted"));
            late.await("deleted");
            assertFalse(late.all().toString().contains("secret"));
        }
    }

    @Test
    void aSignalComesToThoseWhoAreMeantAndIsNotStored() {
        try (TestSocket bob = node.connect("bob");
                TestSocket zoe = node.connect("zoe")) {
            bob.enter("cursors");
            zoe.enter("cursors");
            assertEquals(
                    200,
                    signal("cursors", "{\"name\": \"cursor\", \"data\": 1, \"to\": [\"bob\", \"nobody\"]}")
                            .statusCode());
            HttpResponse<String> sent = signal("cursors", "{\"name\": \"cursor\", \"data\": 2}");
            assertEquals(200, sent.statusCode());
            assertEquals(List.of("ts"), List.copyOf(new JsonObject(sent.body()).fieldNames()));
            JsonObject frame = new JsonObject()
                    .put("type", "signal")
                    .put("room", "cursors")
                    .put("by", "ada")
                    .put("name", "cursor");
            assertEquals(frame.copy().put("data", 1), bob.await("signal"));
            assertEquals(frame.copy().put("data", 2), bob.await("signal"));
            assertEquals(frame.copy().put("data", 2), zoe.await("signal"));
        }
        Problems.check(404, "not_found", ada.get("/api/rooms/cursors"));
    }

    @Test
    void whatIsWrongIsToldByItsName() {
        List<String> bad = List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"data\": 1}",
                "{\"name\": \"x\"}",
                "{\"name\": 7, \"data\": 1}",
                "{\"name\": \"\", \"data\": 1}",
                "{\"name\": \"a b\", \"data\": 1}",
                "{\"name\": \"parley.x\", \"data\": 1}",
                "{\"name\": \"" + "x".repeat(65) + "\", \"data\": 1}",
                "{\"name\": \"x\", \"data\": \"\\u0000\"}",
                "{\"name\": \"x\", \"data\": 1e999}",
                "{\"name\": \"x\", \"data\": 1, \"from\": {\"id\": \"zoe\"}}");
        for (String body : bad) {
            Problems.check(400, "bad_frame", emit("bad", body));
            Problems.check(400, "bad_frame", signal("bad", body));
        }
        for (String to : List.of("7", "\"bob\"", "[]", "[7]", "[\"\"]", "[null]", "{}")) {
            Problems.check(400, "bad_frame", signal("bad", "{\"name\": \"x\", \"data\": 1, \"to\": " + to + "}"));
        }
        Problems.check(
                413,
                "too_large",
                signal("bad", "{\"name\": \"x\", \"data\": 1, \"to\": [\"a\", \"b\", \"c\", \"d\"]}"));
        Problems.check(413, "too_large", emit("bad", named("[".repeat(33) + "]".repeat(33))));
        assertEquals(201, emit("deep", named("[".repeat(32) + "]".repeat(32))).statusCode());
        Problems.check(413, "too_large", signal("bad", named("[".repeat(33) + "]".repeat(33))));
        Problems.check(413, "too_large", emit("bad", named("\"" + "x".repeat(32 * 1024) + "\"")));
        Problems.check(413, "too_large", signal("bad", named("\"" + "x".repeat(4 * 1024) + "\"")));
        Problems.check(413, "too_large", emit("bad", named("[1" + ",1".repeat(1000) + "]")));
        Problems.check(404, "not_found", ada.get("/api/rooms/bad"));
    }

    @Test
    void onlyWhoMayEnterMaySendThem() {
        TestHttp eve = node.http(node.token("eve", "service", List.of("team-*"), Duration.ofHours(1)));
        TestHttp nobody = node.http(null);
        for (String path : List.of("/api/rooms/closed/events", "/api/rooms/closed/signals")) {
            Problems.check(403, "forbidden", eve.send("POST", path, named("1")));
            Problems.check(401, "unauthorized", nobody.send("POST", path, named("1")));
        }
        JsonObject guest = new JsonObject(nobody.post("/api/sessions", null).body());
        TestHttp bob = node.http(guest.getString("token"));
        assertEquals(201, bob.send("POST", "/api/rooms/open/events", named("1")).statusCode());
        assertEquals(
                200, bob.send("POST", "/api/rooms/open/signals", named("1")).statusCode());
    }

    @Test
    void theyAreLimitedForEachUserAndRoom() {
        Map<String, String> slow = Map.of(
                "PARLEY_LIMITS_SIGNALS", "{\"perSecond\": 1, \"burst\": 2}",
                "PARLEY_LIMITS_MESSAGES", "{\"perSecond\": 1, \"burst\": 3}");
        try (TestNode limited = TestNode.start(slow)) {
            TestHttp bob = limited.http(limited.token("bob"));
            String signals = "/api/rooms/slow/signals";
            String events = "/api/rooms/slow/events";
            assertEquals(200, bob.send("POST", signals, named("1")).statusCode());
            assertEquals(200, bob.send("POST", signals, named("2")).statusCode());
            assertEquals(
                    201,
                    bob.send("POST", events, named("1"), "Idempotency-Key", "1").statusCode());
            assertEquals(201, bob.send("POST", events, named("2")).statusCode());
            assertEquals(
                    201,
                    bob.post("/api/rooms/slow/messages", new JsonObject().put("text", "3"))
                            .statusCode());
            HttpResponse<String> refused = bob.send("POST", signals, named("3"));
            Problems.check(429, "rate_limited", refused);
            assertEquals("1", Problems.header(refused, "retry-after"));
            Problems.check(429, "rate_limited", bob.send("POST", events, named("4")));
            Problems.check(429, "rate_limited", bob.send("PATCH", "/api/rooms/slow/state", "{\"a\": 1}"));
            Problems.check(429, "rate_limited", bob.send("DELETE", "/api/rooms/slow/messages/3", null));
            HttpResponse<String> again = bob.send("POST", events, named("1"), "Idempotency-Key", "1");
            assertEquals(201, again.statusCode(), "it is stored already");
            assertTrue(new JsonObject(again.body()).getBoolean("duplicate"));
        }
    }
}
