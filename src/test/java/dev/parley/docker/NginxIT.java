package dev.parley.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.SockJsPoller;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes behind the load balancer of {@code docker/}. They do not know each other: here only the way in counts. */
class NginxIT {
    private static final Map<String, String> BEHIND = Map.of(
            "PARLEY_HTTP_TRUSTED_PROXIES", "[\"127.0.0.1\"]",
            "PARLEY_HTTP_PUBLIC_URL", "https://chat.example",
            "PARLEY_DRAIN_WINDOW", "2s");

    private final TestNode one = TestNode.start(BEHIND);
    private final TestNode two = TestNode.start(BEHIND);
    private final Nginx nginx = Nginx.before(List.of(one.port(), two.port()));
    private final String token = one.token("ada");
    private boolean oneIsGone;

    @AfterEach
    void close() {
        nginx.close();
        two.close();
        if (!oneIsGone) {
            one.close();
        }
    }

    private TestHttp http() {
        return new TestHttp("http://127.0.0.1:" + nginx.port(), token);
    }

    private RawWebSocket.Answer upgrade(String... headers) {
        try (RawWebSocket socket = RawWebSocket.dial(nginx.port())) {
            return socket.upgrade("/ws?access_token=none", headers);
        }
    }

    @Test
    void aSocketComesThroughWithACookieFromThePublicPage() {
        String cookie = "Cookie: auth_token=" + token;
        assertEquals(101, upgrade(cookie, "Origin: https://chat.example").status());
        assertFalse(upgrade(cookie, "Origin: https://evil.example").status() == 101);
        try (RawWebSocket socket = RawWebSocket.dial(nginx.port())) {
            assertEquals(
                    101, socket.upgrade("/ws", "Authorization: Bearer " + token).status());
            socket.text(new JsonObject().put("type", "init").put("room", "tea").encode());
            assertTrue(socket.read(RawWebSocket.TEXT).text().contains("\"ready\""));
        }
        assertFalse(nginx.said().contains("access_token"), "tokens are in no log");
    }

    /** On the other node its next request would be 404, or a new session. */
    @Test
    void aPollingSessionStaysOnItsNode() {
        JsonObject init = new JsonObject().put("type", "init");
        JsonObject said = new JsonObject()
                .put("type", "send")
                .put("address", "room.tea")
                .put("replyAddress", "r")
                .put("body", init);
        for (int i = 0; i < 6; i++) {
            SockJsPoller poller = new SockJsPoller(http(), "000/session" + i);
            assertEquals("o", poller.poll());
            assertEquals(204, poller.send(List.of(said)));
            String answer = poller.poll();
            assertTrue(answer.contains("ready"), answer);
        }
    }

    @Test
    void whoComesWhileANodeDrainsGetsTheOther() throws InterruptedException {
        Thread drain = new Thread(one::drain);
        oneIsGone = true;
        drain.start();
        while (new TestHttp(one.baseUrl(), null).get("/health/ready").statusCode() == 200) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 6; i++) {
            assertEquals(101, upgrade("Authorization: Bearer " + token).status());
        }
        drain.join(); // it has closed its door
        for (int i = 0; i < 6; i++) {
            assertEquals(101, upgrade("Authorization: Bearer " + token).status());
            assertEquals(200, http().get("/api/rooms").statusCode());
        }
    }

    @Test
    void operatorsPathsAreNotForEverybody() {
        assertEquals(404, http().get("/metrics").statusCode());
        assertEquals(404, http().get("/health/ready").statusCode());
        assertEquals(200, http().get("/").statusCode());
    }

    @Test
    void whereNobodyAnswersTheContractsWordsAreFound() {
        try (Nginx alone = Nginx.before(List.of(1))) {
            HttpResponse<String> answer = new TestHttp("http://127.0.0.1:" + alone.port(), token).get("/api/rooms");
            assertEquals(503, answer.statusCode());
            assertEquals("unavailable", new JsonObject(answer.body()).getString("code"));
            assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
        }
    }
}
