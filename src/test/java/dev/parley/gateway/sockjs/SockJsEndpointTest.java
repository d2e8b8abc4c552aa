package dev.parley.gateway.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.BridgeSocket;
import dev.parley.testing.SockJsPoller;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets onto the bridge. */
class SockJsEndpointTest {
    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_CONNECTIONS_PER_USER", "2"));

    @ParameterizedTest
    @CsvSource({
        "GET, /eventbus",
        "GET, /eventbus/info",
        "GET, /eventbus/iframe.html",
        "POST, /eventbus/000/guarded1/xhr",
        "POST, /eventbus/000/guarded1/xhr_streaming",
        "POST, /eventbus/000/guarded1/xhr_send"
    })
    void everyRequestNeedsATokenAndAnAllowedOrigin(String method, String path) {
        TestHttp nobody = node.http(null);
        assertEquals(401, nobody.send(method, path, "[]").statusCode());
        HttpResponse<String> both = nobody.send(method, path, "[]", "Origin", "https://evil.example");
        assertEquals(401, both.statusCode(), "who asks comes first");
        HttpResponse<String> refused =
                node.http(node.token("ann")).send(method, path, "[]", "Origin", "https://evil.example");
        assertEquals(403, refused.statusCode());
        assertEquals("forbidden", new JsonObject(refused.body()).getString("code"));
        assertTrue(refused.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/websocket", "/eventbus/000/guarded2/websocket"})
    void everyUpgradeNeedsATokenAndAnAllowedOrigin(String path) {
        assertEquals(401, refusedUpgrade(path, null, null).statusCode());
        assertEquals(
                403,
                refusedUpgrade(path, node.token("ann"), "https://evil.example").statusCode());
    }

    @Test
    void thePagesOwnOriginIsAllowedAndTheQueryMayHoldTheToken() {
        String path = "/eventbus/info?access_token=" + node.token("ann");
        HttpResponse<String> info = node.http(null).get(path, "Origin", node.baseUrl());
        assertEquals(200, info.statusCode());
        assertEquals(
                node.baseUrl(),
                info.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /eventbus/000/off/jsonp?c=callback",
        "POST, /eventbus/000/off/jsonp_send",
        "GET, /eventbus/000/off/htmlfile?c=callback",
        "GET, /eventbus/000/off/eventsource",
        "GET, /eventbus/nothing"
    })
    void otherTransportsAreOff(String method, String path) {
        assertEquals(404, node.http(node.token("ann")).send(method, path, "[]").statusCode());
    }

    @Test
    void aPollingSessionIsItsUsersAlone() {
        TestHttp bob = node.http(node.token("bob"));
        SockJsPoller ann = new SockJsPoller(node.http(node.token("ann")), "000/annspoll");
        assertEquals("o", ann.poll());
        for (String transport : List.of("xhr", "xhr_streaming", "xhr_send")) {
            assertEquals(403, ann.as(bob).post(transport, "[\"{}\"]").statusCode(), transport);
        }
        assertEquals(
                403,
                new SockJsPoller(bob, "elsewhere/annspoll")
                        .post("xhr_send", "[\"{}\"]")
                        .statusCode());
        assertEquals(
                403,
                new SockJsPoller(bob, "000/anns%70oll")
                        .post("xhr_send", "[\"{}\"]")
                        .statusCode());
        assertEquals(204, ann.send(List.of(BridgeSocket.envelope("ping"))));
        // Another token of the same user will do: a client renews it.
        assertEquals(204, ann.as(node.http(node.token("ann"))).send(List.of(BridgeSocket.envelope("ping"))));
    }

    @Test
    void theIdOfASessionThatEndedIsFree() {
        TestHttp guest = node.http(guestToken());
        SockJsPoller poller = new SockJsPoller(guest, "000/endspoll");
        assertEquals("o", poller.poll());
        SockJsPoller bob = poller.as(node.http(node.token("bob")));
        assertEquals(403, bob.post("xhr", "").statusCode());
        assertEquals(204, guest.send("DELETE", "/api/sessions/current", null).statusCode());
        long deadline = System.nanoTime() + 10_000_000_000L;
        int status;
        do {
            status = bob.post("xhr", "").statusCode();
        } while (status == 403 && System.nanoTime() < deadline);
        assertEquals(200, status);
    }

    @Test
    void whoHasTooManyConnectionsIsToldSo() {
        String token = node.token("many");
        try (BridgeSocket one = BridgeSocket.connectWith(node, token);
                TestSocket two = TestSocket.connect(node.port(), "/ws", token)) {
            assertTrue(one.isOpen() && two.isOpen());
            for (String path : List.of("/eventbus/websocket", "/eventbus/000/many/websocket")) {
                HttpResponse<?> refused = refusedUpgrade(path, token, null);
                assertEquals(429, refused.statusCode());
                assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            }
            SockJsPoller third = new SockJsPoller(node.http(token), "000/manypoll");
            assertEquals(429, third.post("xhr", "").statusCode());
            assertEquals(429, third.post("xhr_streaming", "").statusCode());
            assertEquals(404, third.post("xhr_send", "[\"{}\"]").statusCode());
        }
    }

    private static String guestToken() {
        return new JsonObject(node.http(null)
                        .post("/api/sessions", new JsonObject().put("name", "Guest"))
                        .body())
                .getString("token");
    }

    private static HttpResponse<?> refusedUpgrade(String path, String token, String origin) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        if (origin != null) {
            builder.header("Origin", origin);
        }
        URI uri = URI.create("ws://127.0.0.1:" + node.port() + path);
        CompletionException refused =
                assertThrows(CompletionException.class, () -> builder.buildAsync(uri, new WebSocket.Listener() {})
                        .join());
        return ((WebSocketHandshakeException) refused.getCause()).getResponse();
    }

    @Test
    void aBodyInAnotherCharsetIsRefused() {
        TestHttp ann = node.http(node.token("ann"));
        SockJsPoller poller = new SockJsPoller(ann, "000/charsets");
        assertEquals("o\n", poller.post("xhr", "").body());
        for (String type : List.of("text/plain; charset=bogus", "multipart/form-data; boundary=x; charset=UTF-16")) {
            HttpResponse<String> refused =
                    ann.send("POST", "/eventbus/000/charsets/xhr_send", "[\"{}\"]", "Content-Type", type);
            assertEquals(400, refused.statusCode());
            assertEquals("bad_frame", new JsonObject(refused.body()).getString("code"));
        }
        assertEquals(
                204,
                ann.send(
                                "POST",
                                "/eventbus/000/charsets/xhr_send",
                                "[\"{}\"]",
                                "Content-Type",
                                "text/plain;charset=UTF-8")
                        .statusCode());
    }
}
