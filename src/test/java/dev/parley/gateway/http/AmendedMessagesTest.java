package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code PATCH} and {@code DELETE /api/rooms/{room}/messages/{seq}}, and {@code …/reactions/{emoji}}. */
class AmendedMessagesTest {
    private static final String TEAPOT = "%F0%9F%AB%96";
    private static final String ROLES = "guest, member, service";

    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp ada = node.http(node.token("ada"));
    private static final TestHttp bob = node.http(node.token("bob"));

    private static TestHttp as(String user, String role) {
        return node.http(node.token(user, role, List.of(), Duration.ofHours(1)));
    }

    private static long said(TestHttp by, String room, String text) {
        HttpResponse<String> stored = by.post("/api/rooms/" + room + "/messages", new JsonObject().put("text", text));
        assertEquals(201, stored.statusCode(), stored.body());
        return new JsonObject(stored.body()).getLong("seq");
    }

    private static String path(String room, Object seq) {
        return "/api/rooms/" + room + "/messages/" + seq;
    }

    private static HttpResponse<String> edit(TestHttp by, String room, Object seq, String text, String... headers) {
        return by.send(
                "PATCH", path(room, seq), new JsonObject().put("text", text).encode(), headers);
    }

    private static HttpResponse<String> delete(TestHttp by, String room, Object seq, String... headers) {
        return by.send("DELETE", path(room, seq), null, headers);
    }

    private static HttpResponse<String> react(TestHttp by, String method, String room, Object seq, String emoji) {
        return by.send(method, path(room, seq) + "/reactions/" + emoji, null);
    }

    @CanIgnoreReturnValue
    private static JsonObject ok(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return new JsonObject(response.body());
    }

    private static JsonObject only(String room) {
        return ada.getJson("/api/rooms/" + room + "/messages")
                .getJsonArray("messages")
                .getJsonObject(0);
    }

    @Test
    void anEditShowsInTheHistoryAndToThoseWhoAreThere() {
        long seq = said(ada, "edits", "Milk frist?");
        try (TestSocket socket = node.connect("bob")) {
            socket.enter("edits");
            JsonObject stored = ok(edit(ada, "edits", seq, "Milk first?", "Idempotency-Key", "e1"));
            assertEquals(seq + 1, stored.getLong("seq"));
            assertFalse(stored.containsKey("duplicate"));
            JsonObject edited = socket.await("edited");
            assertEquals(
                    new JsonObject()
                            .put("type", "edited")
                            .put("room", "edits")
                            .put("seq", seq + 1)
                            .put("by", "ada")
                            .put("ts", stored.getLong("ts"))
                            .put("target", seq)
                            .put("text", "Milk first?"),
                    edited);
            assertEquals("Milk first?", only("edits").getString("text"));
            assertEquals(stored.getLong("ts"), only("edits").getLong("editedAt"));
            assertEquals(
                    stored.put("duplicate", true), ok(edit(ada, "edits", seq, "Milk first?", "Idempotency-Key", "e1")));
            Problems.check(409, "conflict", edit(ada, "edits", seq, "Milk last?", "Idempotency-Key", "e1"));
            Problems.check(409, "conflict", delete(ada, "edits", seq, "Idempotency-Key", "e1"));
            assertEquals(seq + 1, ada.getJson("/api/rooms/edits").getLong("seq"));
        }
    }

    @Test
    void ofADeletedMessageIsLeftThatItWasThere() {
        long seq = said(ada, "deletes", "a secret");
        ok(edit(ada, "deletes", seq, "another secret"));
        JsonObject stored = ok(delete(ada, "deletes", seq, "Idempotency-Key", "d1"));
        JsonObject left = only("deletes");
        assertEquals(List.of("id", "seq", "from", "ts", "deleted"), List.copyOf(left.fieldNames()));
        assertTrue(left.getBoolean("deleted"));
        assertEquals(stored.put("duplicate", true), ok(delete(ada, "deletes", seq, "Idempotency-Key", "d1")));
        Problems.check(409, "conflict", delete(ada, "deletes", seq));
        Problems.check(409, "conflict", edit(ada, "deletes", seq, "back again"));
        Problems.check(409, "conflict", react(ada, "PUT", "deletes", seq, TEAPOT));
        try (TestSocket socket = node.connect("bob")) {
            socket.send("init", "room", "deletes", "since", 0);
            assertTrue(socket.await("message").getJsonObject("message").getBoolean("deleted"));
            assertFalse(socket.await("edited").containsKey("text"));
            assertEquals(seq, socket.await("deleted").getLong("target"));
            assertFalse(socket.all().toString().contains("secret"));
        }
    }

    @Test
    void reactionsAreCountedOnceForEachUser() {
        long seq = said(ada, "reacts", "tea?");
        assertEquals(seq + 1, ok(react(ada, "PUT", "reacts", seq, TEAPOT)).getLong("seq"));
        assertFalse(ok(react(ada, "PUT", "reacts", seq, TEAPOT)).containsKey("seq"), "it was there");
        ok(react(bob, "PUT", "reacts", seq, TEAPOT));
        assertEquals(
                new JsonObject("{\"r\": [{\"emoji\": \"🫖\", \"count\": 2, \"users\": [\"ada\", \"bob\"]}]}")
                        .getJsonArray("r"),
                only("reacts").getJsonArray("reactions"));
        ok(react(ada, "DELETE", "reacts", seq, TEAPOT));
        ok(react(bob, "DELETE", "reacts", seq, TEAPOT));
        assertFalse(ok(react(bob, "DELETE", "reacts", seq, TEAPOT)).containsKey("seq"), "it was gone");
        assertFalse(only("reacts").containsKey("reactions"));
    }

    @Test
    void theTwentyFirstEmojiIsTooMany() {
        long seq = said(ada, "many", "tea?");
        for (int i = 0; i < 20; i++) {
            ok(react(ada, "PUT", "many", seq, String.format("%%F0%%9F%%98%%%02X", 0x80 + i)));
        }
        Problems.check(413, "too_large", react(bob, "PUT", "many", seq, TEAPOT));
        ok(react(bob, "PUT", "many", seq, "%F0%9F%98%80"));
    }

    @Test
    void othersMayReactAndModeratorsDelete() {
        long seq = said(ada, "roles", "mine");
        for (String role : ROLES.split(", ", -1)) {
            TestHttp other = as("other", role);
            Problems.check(403, "forbidden", edit(other, "roles", seq, "mine now"));
            Problems.check(403, "forbidden", delete(other, "roles", seq));
            assertEquals(200, react(other, "PUT", "roles", seq, TEAPOT).statusCode(), role);
        }
        for (String role : List.of("moderator", "admin")) {
            Problems.check(403, "forbidden", edit(as("mod", role), "roles", seq, "mine now"));
            long another = said(ada, "roles", role);
            ok(delete(as("mod", role), "roles", another));
            Problems.check(403, "forbidden", edit(bob, "roles", another, "another's, and deleted"));
        }
        TestHttp eve = node.http(node.token("eve", "admin", List.of("team-*"), Duration.ofHours(1)));
        for (HttpResponse<String> refused : List.of(
                edit(eve, "roles", seq, "x"), delete(eve, "roles", seq), react(eve, "PUT", "roles", seq, TEAPOT))) {
            Problems.check(403, "forbidden", refused);
        }
        TestHttp nobody = node.http(null);
        for (HttpResponse<String> refused : List.of(
                edit(nobody, "roles", seq, "x"),
                delete(nobody, "roles", seq),
                react(nobody, "PUT", "roles", seq, TEAPOT),
                react(nobody, "DELETE", "roles", seq, TEAPOT))) {
            Problems.check(401, "unauthorized", refused);
        }
    }

    @Test
    void aMessageInAnothersNameIsTheirs() {
        JsonObject body = new JsonObject().put("text", "ready").put("from", new JsonObject().put("id", "shop"));
        TestHttp service = as("backend", "service");
        HttpResponse<String> posted = service.post("/api/rooms/served/messages", body);
        assertEquals(201, posted.statusCode(), posted.body());
        Problems.check(403, "forbidden", edit(service, "served", 1, "not ready"));
        ok(edit(node.http(node.token("shop")), "served", 1, "not ready"));
    }

    @Test
    void theOwnerOfAnAssistantsRoomMayDeleteAll() {
        HttpResponse<String> asked =
                ada.post("/api/rooms/assistant:me:del/messages", new JsonObject().put("text", "help"));
        assertEquals(201, asked.statusCode(), asked.body());
        try (TestSocket socket = node.connect("ada")) {
            socket.send("init", "room", "assistant:me:del", "since", 0);
            long answer = socket.await("complete").getLong("seq");
            Problems.check(403, "forbidden", edit(ada, "assistant:me:del", answer, "my words"));
            ok(delete(ada, "assistant:me:del", answer));
            assertEquals(answer, socket.await("deleted").getLong("target"));
        }
    }

    @Test
    void aTargetMustBeAMessage() {
        long seq = said(ada, "targets", "one");
        long reaction = ok(react(ada, "PUT", "targets", seq, TEAPOT)).getLong("seq");
        for (Object none : List.of(reaction, reaction + 1, 999_999_999_999_999_999L)) {
            Problems.check(404, "not_found", edit(ada, "targets", none, "x"));
            Problems.check(404, "not_found", delete(ada, "targets", none));
            Problems.check(404, "not_found", react(ada, "PUT", "targets", none, TEAPOT));
            Problems.check(404, "not_found", react(ada, "DELETE", "targets", none, TEAPOT));
        }
        for (Object bad : List.of("0", "-1", "x", "1.0", "1e3", "%D9%A1", "12345678901234567890")) {
            Problems.check(400, "bad_frame", edit(ada, "targets", bad, "x"));
            Problems.check(400, "bad_frame", delete(ada, "targets", bad));
            Problems.check(400, "bad_frame", react(ada, "PUT", "targets", bad, TEAPOT));
        }
        Problems.check(404, "not_found", edit(ada, "never-was", 1, "x"));
        Problems.check(404, "not_found", ada.get("/api/rooms/never-was"));
    }

    @Test
    void whatIsNoTextOrEmojiIsRefused() {
        long seq = said(ada, "bad", "one");
        String path = path("bad", seq);
        for (String body : List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"text\": 7}",
                "{\"text\": \"\"}",
                "{\"text\": null}",
                "{\"text\": \"x\"} {}",
                "{\"text\": \"x\", \"from\": {\"id\": \"zoe\"}}")) {
            Problems.check(400, "bad_frame", ada.send("PATCH", path, body));
        }
        Problems.check(413, "too_large", edit(ada, "bad", seq, "é".repeat(8193)));
        for (String emoji :
                List.of("x", ":tea:", "%20", TEAPOT + TEAPOT, "a" + TEAPOT, "%F0", "%F0%9F%91%8D".repeat(100))) {
            Problems.check(400, "bad_frame", react(ada, "PUT", "bad", seq, emoji));
        }
        Problems.check(400, "bad_frame", edit(ada, "bad", seq, "x", "Idempotency-Key", "k".repeat(65)));
        Problems.check(400, "bad_frame", delete(ada, "bad", seq, "Idempotency-Key", "k".repeat(65)));
        Problems.check(400, "bad_frame", edit(ada, ".bad", seq, "x"));
        JsonObject untouched = only("bad");
        assertEquals("one", untouched.getString("text"));
        assertFalse(untouched.containsKey("editedAt") || untouched.containsKey("reactions"), untouched::encode);
        assertEquals(seq, ada.getJson("/api/rooms/bad").getLong("seq"), "nothing was stored");
    }

    @Test
    void pagesCountMessagesAlone() {
        long first = said(ada, "paged", "one");
        for (int i = 0; i < 5; i++) {
            ok(edit(ada, "paged", first, "one " + i));
        }
        long second = said(ada, "paged", "two");
        JsonObject page = ada.getJson("/api/rooms/paged/messages?limit=1");
        assertEquals(second, page.getJsonArray("messages").getJsonObject(0).getLong("seq"));
        assertTrue(page.getBoolean("hasMore"));
        JsonObject before = ada.getJson("/api/rooms/paged/messages?limit=1&before=" + second);
        assertEquals("one 4", before.getJsonArray("messages").getJsonObject(0).getString("text"));
        assertFalse(before.getBoolean("hasMore"));
    }
}
