package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.RawWebSocket.Answer;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a token may stand, and which of several counts. */
class UpgradeTokenPlacesTest {
    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"https://friend.example\"]"));

    private static String offer(String user) {
        return "Sec-WebSocket-Protocol: parley.v1, bearer." + node.token(user);
    }

    private static String cookie(String user) {
        return "Cookie: theme=dark; auth_token=" + node.token(user) + "; x=y";
    }

    private static String ownOrigin() {
        return "Origin: http://127.0.0.1:" + node.port();
    }

    /** Who one is after this upgrade. */
    private static String user(String target, String... headers) {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertEquals(101, client.upgrade(target, headers).status());
            String ready = client.text("{\"type\":\"init\"}").read().text();
            return new JsonObject(ready).getString("userId");
        }
    }

    private static Answer upgrade(String target, String... headers) {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            return client.upgrade(target, headers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/api/chat-ws"})
    void theOfferedProtocolIsAnsweredWithoutTheToken(String path) {
        Answer answer = upgrade(path, offer("ann"));
        assertEquals(101, answer.status());
        assertEquals("parley.v1", answer.header("sec-websocket-protocol"));
        assertEquals("ann", user(path, offer("ann")));
    }

    @Test
    void aTokenOfferedAloneIsNeverEchoed() {
        Answer answer = upgrade("/ws", "Sec-WebSocket-Protocol: bearer." + node.token("ann"));
        assertEquals(101, answer.status());
        assertNull(answer.header("sec-websocket-protocol"));
    }

    @Test
    void aCookieCountsOnlyWithAnAllowedOrigin() {
        assertEquals("cleo", user("/ws", cookie("cleo"), ownOrigin()));
        assertEquals("cleo", user("/api/chat-ws", cookie("cleo"), "Origin: https://friend.example"));
        assertEquals(401, upgrade("/ws", cookie("cleo")).status());
        assertEquals(
                401,
                upgrade("/ws", cookie("cleo"), "Origin: https://alien.example").status());
    }

    @Test
    void theQueryCountsWhenItIsAllowed() {
        assertEquals("quinn", user("/ws?access_token=" + node.token("quinn")));
        try (TestNode strict = TestNode.start(Map.of("PARLEY_AUTH_TOKEN_IN_QUERY", "false"));
                RawWebSocket client = RawWebSocket.dial(strict.port())) {
            String token = strict.token("quinn");
            assertEquals(401, client.upgrade("/ws?access_token=" + token).status());
        }
    }

    @Test
    void theFirstPlaceCountsAndABadTokenThereIsNotPassedOver() {
        String authorization = "Authorization: Bearer " + node.token("ann");
        String query = "/ws?access_token=" + node.token("dora");
        assertEquals("ann", user(query, cookie("cleo"), ownOrigin(), offer("bob"), authorization));
        assertEquals("bob", user(query, cookie("cleo"), ownOrigin(), offer("bob")));
        assertEquals("cleo", user(query, cookie("cleo"), ownOrigin()));
        assertEquals(
                401,
                upgrade(query, "Authorization: Bearer nonsense", offer("bob")).status());
        assertEquals(
                401,
                upgrade(query, "Sec-WebSocket-Protocol: parley.v1, bearer.nonsense")
                        .status());
    }
}
