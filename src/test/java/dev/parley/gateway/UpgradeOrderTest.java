package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.auth.TokenMint;
import dev.parley.testing.RawWebSocket;
import dev.parley.testing.RawWebSocket.Answer;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upgrade is answered with, and in which order: 401, 403, 426, 429, 503. */
class UpgradeOrderTest {
    private static final String ALIEN = "Origin: https://alien.example";

    @AutoClose
    private static final TestNode node =
            TestNode.start(Map.of("PARLEY_LIMITS_CONNECTIONS_PER_USER", "2", "PARLEY_LIMITS_CONNECTIONS", "5"));

    private static String bearer(String user) {
        return "Authorization: Bearer " + node.token(user);
    }

    private static Answer upgrade(String path, String... headers) {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            return client.upgrade(path, headers);
        }
    }

    private static void assertProblem(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertEquals(code, new JsonObject(answer.body()).getString("code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/api/chat-ws"})
    void aGoodTokenComesIn(String path) {
        assertEquals(101, upgrade(path, bearer("ann")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/api/chat-ws"})
    void noTokenIs401BeforeTheOriginAndBeforeTheMissingUpgrade(String path) {
        Answer answer = upgrade(path, ALIEN);
        assertProblem(401, "unauthorized", answer);
        assertEquals("Bearer", answer.header("www-authenticate"));
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertProblem(401, "unauthorized", client.request("GET " + path, ALIEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "", "ps_unknown"})
    void aBadTokenIs401(String token) {
        assertProblem(401, "unauthorized", upgrade("/ws", "Authorization: Bearer " + token, ALIEN));
    }

    @Test
    void aQueryThatCannotBeDecodedHoldsNoToken() {
        assertProblem(401, "unauthorized", upgrade("/ws?access_token=%zz"));
        for (int i = 0; i < 8; i++) { // more than there are places
            Answer answer = upgrade("/ws?x=%zz", bearer("zoe"));
            assertEquals(400, answer.status(), answer.toString());
        }
    }

    @Test
    void anExpiredTokenIs401() {
        InstantSource earlier = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-61));
        String expired = new TokenMint(node.config().auth(), earlier)
                .mint("ann", null, "member", List.of(), Duration.ofMinutes(1));
        assertProblem(401, "unauthorized", upgrade("/ws", "Authorization: Bearer " + expired));
    }

    @Test
    void anotherPagesOriginIs403BeforeTheMissingUpgrade() {
        assertProblem(403, "forbidden", upgrade("/ws", bearer("ann"), ALIEN));
        assertProblem(403, "forbidden", upgrade("/ws", bearer("ann"), "Origin: null"));
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertProblem(403, "forbidden", client.request("GET /ws", bearer("ann"), ALIEN));
        }
    }

    @Test
    void noUpgradeIs426AndTheConnectionGoesOn() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.request("GET /ws", bearer("ann"));
                assertEquals(426, answer.status());
                assertEquals("Expected WebSocket", answer.body());
                assertEquals("websocket", answer.header("upgrade"));
                assertEquals("upgrade", answer.header("connection").toLowerCase(Locale.ROOT));
            }
            assertEquals(101, client.upgrade("/ws", bearer("ann")).status());
        }
    }

    @Test
    void aRefusedUpgradeMayBeTriedAgainOnTheSameConnection() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertEquals(401, client.upgrade("/ws").status());
            assertEquals(403, client.upgrade("/ws", bearer("ann"), ALIEN).status());
            assertEquals(101, client.upgrade("/ws", bearer("ann")).status());
        }
    }

    private static Answer handshake(String path, String version, String... keys) {
        List<String> headers = new ArrayList<>(List.of(bearer("vera"), "Upgrade: websocket", "Connection: Upgrade"));
        if (version != null) {
            headers.add("Sec-WebSocket-Version: " + version);
        }
        for (String key : keys) {
            headers.add("Sec-WebSocket-Key: " + key);
        }
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            return client.request("GET " + path, headers.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/api/chat-ws", "/eventbus/websocket", "/eventbus/000/abc/websocket"})
    void aHandshakeOfAnotherVersionOrWithABadKeyIs400AndCountedOut(String path) {
        String key = "dGhlIHNhbXBsZSBub25jZQ==";
        List<Answer> refused = List.of(
                handshake(path, "8", key),
                handshake(path, "99", key),
                handshake(path, "13, 8", key),
                handshake(path, null, key),
                handshake(path, "13"),
                handshake(path, "13", "short"),
                handshake(path, "13", "!!!!!!!!!!!!!!!!!!!!!!!!"),
                handshake(path, "13", "YWFhYWFhYWFhYWFhYWFh"),
                handshake(path, "13", key, key));
        for (Answer answer : refused) { // more than there are places
            assertProblem(400, "bad_frame", answer);
            assertEquals("13", answer.header("sec-websocket-version"));
        }
        assertEquals(101, handshake(path, "13", key).status());
    }

    @Test
    void linesOfOneHeaderAreOneList() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            Answer answer = client.request(
                    "GET /ws",
                    bearer("lisa"),
                    "Connection: keep-alive",
                    "Connection: Upgrade",
                    "Upgrade: h2c, websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertEquals(101, answer.status(), answer.toString());
        }
    }

    @Test
    void connectionsOfOneUserAndOfAllAreLimited() {
        try (TestNode own = TestNode.start(
                        Map.of("PARLEY_LIMITS_CONNECTIONS_PER_USER", "2", "PARLEY_LIMITS_CONNECTIONS", "3"));
                RawWebSocket one = RawWebSocket.open(own, "bob");
                RawWebSocket two = RawWebSocket.open(own, "bob")) {
            assertTooMany(own, "bob", "connectionsPerUser");
            try (RawWebSocket cy = RawWebSocket.open(own, "cy")) {
                assertTooMany(own, "dan", "limits.connections)");
                close(cy);
            }
            close(two);
            try (RawWebSocket again = RawWebSocket.open(own, "bob");
                    RawWebSocket dan = RawWebSocket.open(own, "dan")) {
                assertNotNull(again.text("{\"type\":\"ping\"}").read());
                assertNotNull(dan.text("{\"type\":\"ping\"}").read());
            }
            assertNotNull(one.text("{\"type\":\"ping\"}").read());
        }
    }

    /** The server ends the connection after it has counted it out. */
    private static void close(RawWebSocket socket) {
        socket.send(RawWebSocket.FIN | RawWebSocket.CLOSE).readToEnd();
    }

    private static void assertTooMany(TestNode own, String user, String key) {
        try (RawWebSocket client = RawWebSocket.dial(own.port())) {
            Answer answer = client.upgrade("/ws", "Authorization: Bearer " + own.token(user));
            assertProblem(429, "rate_limited", answer);
            assertTrue(answer.body().contains(key), answer.body());
            assertTrue(Integer.parseInt(answer.header("retry-after")) > 0);
        }
    }

    @Test
    void aDrainingNodeIs503AndNotReady() throws Exception {
        TestNode own = TestNode.start(Map.of("PARLEY_DRAIN_WINDOW", "2s", "PARLEY_LIMITS_CONNECTIONS_PER_USER", "1"));
        try (RawWebSocket open = RawWebSocket.open(own, "ann");
                RawWebSocket other = RawWebSocket.dial(own.port());
                RawWebSocket probe = RawWebSocket.dial(own.port())) {
            assertEquals(200, probe.request("GET /health/ready").status());
            CompletableFuture<Void> drained =
                    own.node().drain().toCompletionStage().toCompletableFuture();
            assertEquals(503, probe.request("GET /health/ready").status());
            Answer answer = other.upgrade("/ws", "Authorization: Bearer " + own.token("bob"));
            assertProblem(503, "unavailable", answer);
            assertNotNull(answer.header("retry-after"));
            assertEquals(401, other.upgrade("/ws").status());
            open.readToEnd();
            drained.get(15, TimeUnit.SECONDS);
        }
    }
}
