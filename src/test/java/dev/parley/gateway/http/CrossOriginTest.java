package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CrossOriginTest {
    private static final String FRIEND = "https://friend.example";
    private static final String ALLOWED = "access-control-allow-origin";

    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"" + FRIEND + "\"]"));

    private static final TestHttp ada = node.http(node.token("ada"));

    @Test
    void anAllowedOriginMayReadAnswersAndRefusals() {
        HttpResponse<String> list = ada.get("/api/rooms", "Origin", FRIEND);
        assertEquals(200, list.statusCode());
        assertEquals(FRIEND, Problems.header(list, ALLOWED));
        assertEquals("ETag, Retry-After", Problems.header(list, "access-control-expose-headers"));
        assertEquals("true", Problems.header(list, "access-control-allow-credentials"));
        assertTrue(
                Problems.header(list, "vary").toLowerCase(java.util.Locale.ROOT).contains("origin"));
        HttpResponse<String> refused = ada.get("/api/rooms/nowhere", "Origin", FRIEND);
        Problems.check(404, "not_found", refused);
        assertEquals(FRIEND, Problems.header(refused, ALLOWED));
    }

    @Test
    void thePagesOwnOriginIsAllowed() {
        String own = node.baseUrl();
        HttpResponse<String> list = ada.get("/api/rooms", "Origin", own);
        assertEquals(200, list.statusCode());
        assertEquals(own, Problems.header(list, ALLOWED));
    }

    @Test
    void anyOtherOriginIsRefused() {
        for (String origin : new String[] {"https://evil.example", "null", "https://friend.example.evil.example"}) {
            HttpResponse<String> refused = ada.get("/api/rooms", "Origin", origin);
            Problems.check(403, "forbidden", refused);
            assertEquals("", Problems.header(refused, ALLOWED));
            HttpResponse<String> preflight = preflight(origin);
            Problems.check(403, "forbidden", preflight);
            assertEquals("", Problems.header(preflight, ALLOWED));
        }
    }

    @Test
    void aPreflightNeedsNoToken() {
        HttpResponse<String> preflight = preflight(FRIEND);
        assertEquals(204, preflight.statusCode());
        assertEquals(FRIEND, Problems.header(preflight, ALLOWED));
        assertEquals("GET, HEAD, POST, PUT, PATCH, DELETE", Problems.header(preflight, "access-control-allow-methods"));
        String headers = Problems.header(preflight, "access-control-allow-headers");
        assertEquals("Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match", headers);
    }

    private static HttpResponse<String> preflight(String origin) {
        return node.http(null)
                .send(
                        "OPTIONS",
                        "/api/rooms/main/messages",
                        null,
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,idempotency-key");
    }

    @Test
    void withoutAListOnlyTheOwnOriginIsAllowed() {
        try (TestNode closed = TestNode.start()) {
            TestHttp http = closed.http(closed.token("ada"));
            HttpResponse<String> refused = http.get("/api/rooms", "Origin", FRIEND);
            Problems.check(403, "forbidden", refused);
            assertEquals("", Problems.header(refused, ALLOWED));
            assertEquals(200, http.get("/api/rooms").statusCode(), "not a browser");
        }
    }

    @Test
    void anyOriginComesWithoutCookies() {
        try (TestNode open = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"*\", \"" + FRIEND + "\"]"))) {
            String token = open.token("ada");
            TestHttp bearer = open.http(token);
            for (String path : List.of("/api/rooms", "/eventbus/info")) {
                for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
                    check(200, "*", "", bearer.get(path, "Origin", origin));
                    check(401, "*", "", open.http(null).get(path, "Origin", origin, "Cookie", "auth_token=" + token));
                }
                for (String origin : List.of(FRIEND, open.baseUrl())) {
                    check(
                            200,
                            origin,
                            "true",
                            open.http(null).get(path, "Origin", origin, "Cookie", "auth_token=" + token));
                }
            }
        }
    }

    @Test
    void noDoorTakesAForeignPagesCookie() {
        try (TestNode open = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"*\"]"))) {
            String cookie = "Cookie: auth_token=" + open.token("ada");
            for (String path :
                    List.of("/ws", "/api/chat-ws", "/eventbus/websocket", "/eventbus/000/cookies/websocket")) {
                assertEquals(401, upgrade(open, path, cookie, "Origin: https://evil.example"), path);
                assertEquals(401, upgrade(open, path, cookie, "Origin: null"), path);
                assertEquals(101, upgrade(open, path, cookie, "Origin: " + open.baseUrl()), path);
            }
            TestHttp foreign = open.http(null);
            String[] headers = {"Origin", "https://evil.example", "Cookie", "auth_token=" + open.token("ada")};
            for (String path : List.of(
                    "/eventbus/000/cookies/xhr",
                    "/eventbus/000/cookies/xhr_streaming",
                    "/api/rooms/main/messages",
                    "/api/chat",
                    "/agui")) {
                assertEquals(401, foreign.send("POST", path, "{}", headers).statusCode(), path);
            }
            assertEquals(
                    401, foreign.get("/api/chat/assistant:me/stream", headers).statusCode());
        }
    }

    private static int upgrade(TestNode node, String path, String... headers) {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            return client.upgrade(path, headers).status();
        }
    }

    private static void check(int status, String allowed, String credentials, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals(List.of(allowed), response.headers().allValues(ALLOWED));
        assertEquals(credentials, Problems.header(response, "access-control-allow-credentials"));
        assertTrue(Problems.header(response, "vary").contains("Origin"));
    }
}
