package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.http.Problems;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static HttpResponse<String> open(String token, JsonObject body) {
        return node.http(token).post("/api/sessions", body);
    }

    private static JsonObject opened(String token, JsonObject body) {
        HttpResponse<String> response = open(token, body);
        assertEquals(201, response.statusCode(), response.body());
        assertEquals("no-store", Problems.header(response, "cache-control"));
        return new JsonObject(response.body());
    }

    @Test
    void aGuestOpensASessionAndIsLetIn() {
        long before = System.currentTimeMillis();
        JsonObject session = opened(null, new JsonObject().put("name", "Ada"));
        assertEquals("Ada", session.getString("name"));
        assertTrue(session.getString("userId").startsWith("guest-"));
        assertTrue(session.getLong("expiresAt") >= before + Duration.ofHours(12).toMillis());
        try (TestSocket socket = TestSocket.connect(node.port(), "/ws", session.getString("token"))) {
            assertEquals(session.getString("userId"), socket.enter("main").getString("userId"));
        }
    }

    @Test
    void aGuestWithoutANameIsGivenOne() {
        assertTrue(opened(null, null).getString("name").startsWith("Guest "));
    }

    @Test
    void aSessionOfATokenIsItsUsers() {
        String jwt = node.token("grace", "moderator", List.of("team-*"), Duration.ofHours(1));
        JsonObject session = opened(jwt, new JsonObject().put("name", "somebody else"));
        assertEquals("grace", session.getString("userId"));
        assertEquals("grace", session.getString("name"));
        TestHttp grace = node.http(session.getString("token"));
        assertEquals(200, grace.get("/api/rooms/team-a/messages").statusCode());
        Problems.check(403, "forbidden", grace.get("/api/rooms/other/messages"));
    }

    @Test
    void anEndedSessionIsNobodysAndLosesItsSockets() {
        String token = opened(null, null).getString("token");
        try (TestSocket socket = TestSocket.connect(node.port(), "/ws", token)) {
            HttpResponse<String> ended = node.http(token).send("DELETE", "/api/sessions/current", null);
            assertEquals(204, ended.statusCode());
            assertEquals("", ended.body());
            assertEquals(4001, socket.awaitClose());
        }
        Problems.check(401, "unauthorized", node.http(token).get("/api/rooms"));
        Problems.check(401, "unauthorized", node.http(token).send("DELETE", "/api/sessions/current", null));
    }

    @Test
    void onlyASessionCanBeEnded() {
        Problems.check(404, "not_found", node.http(node.token("ada")).send("DELETE", "/api/sessions/current", null));
        Problems.check(401, "unauthorized", node.http(null).send("DELETE", "/api/sessions/current", null));
    }

    @Test
    void aSessionOpensNoOther() {
        Problems.check(403, "forbidden", open(opened(null, null).getString("token"), null));
    }

    @Test
    void aBadTokenIsNoGuest() {
        HttpResponse<String> refused = open("not-a-token", null);
        Problems.check(401, "unauthorized", refused);
        assertEquals("Bearer", Problems.header(refused, "www-authenticate"));
    }

    @Test
    void aBadNameIsRefused() {
        Problems.check(400, "bad_frame", open(null, new JsonObject().put("name", "")));
        Problems.check(400, "bad_frame", open(null, new JsonObject().put("name", "a\u0000b")));
        Problems.check(400, "bad_frame", open(null, new JsonObject().put("name", "a".repeat(65))));
        Problems.check(400, "bad_frame", open(null, new JsonObject().put("name", 7)));
    }

    @Test
    void guestsMayBeTurnedAway() {
        try (TestNode closed = TestNode.start(Map.of("PARLEY_AUTH_GUESTS", "false"))) {
            Problems.check(401, "unauthorized", closed.http(null).post("/api/sessions", null));
            assertEquals(
                    201,
                    closed.http(closed.token("ada")).post("/api/sessions", null).statusCode());
        }
    }

    @Test
    void anAddressOpensOnlySoMany() {
        try (TestNode strict = TestNode.start(Map.of(
                "PARLEY_LIMITS_SESSIONS", "{\"perSecond\": 1, \"burst\": 2}",
                "PARLEY_HTTP_TRUSTED_PROXIES", "[\"127.0.0.1\"]"))) {
            TestHttp http = strict.http(null);
            assertEquals(201, http.post("/api/sessions", null).statusCode());
            assertEquals(201, http.post("/api/sessions", null).statusCode());
            HttpResponse<String> refused = http.post("/api/sessions", null);
            Problems.check(429, "rate_limited", refused);
            assertTrue(new JsonObject(refused.body()).getLong("retryAfterMs") > 0);
            assertEquals("1", Problems.header(refused, "retry-after"));
            assertEquals(
                    201,
                    http.post("/api/sessions", null, "X-Forwarded-For", "192.0.2.7")
                            .statusCode(),
                    "another address has its own count");
        }
    }
}
