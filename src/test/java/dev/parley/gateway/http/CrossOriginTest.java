package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CrossOriginTest {
    private static final String FRIEND = "https://friend.example";
    private static final String ALLOWED = "access-control-allow-origin";

    private static TestNode node;
    private static TestHttp ada;

    @BeforeAll
    static void start() {
        node = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"" + FRIEND + "\"]"));
        ada = node.http(node.token("ada"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void anAllowedOriginMayReadAnswersAndRefusals() {
        HttpResponse<String> list = ada.get("/api/rooms", "Origin", FRIEND);
        assertEquals(200, list.statusCode());
        assertEquals(FRIEND, Problems.header(list, ALLOWED));
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
        assertTrue(Problems.header(preflight, "access-control-allow-methods").contains("POST"));
        String headers = Problems.header(preflight, "access-control-allow-headers");
        assertTrue(headers.contains("Authorization") && headers.contains("Idempotency-Key"), headers);
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
        try (TestNode open = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"*\"]"))) {
            HttpResponse<String> list = open.http(open.token("ada")).get("/api/rooms", "Origin", FRIEND);
            assertEquals("*", Problems.header(list, ALLOWED));
            assertEquals("", Problems.header(list, "access-control-allow-credentials"));
        }
    }
}
