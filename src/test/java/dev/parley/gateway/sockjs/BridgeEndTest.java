package dev.parley.gateway.sockjs;

import static dev.parley.testing.BridgeSocket.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.BridgeSocket;
import dev.parley.testing.RawWebSocket;
import dev.parley.testing.SockJsPoller;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge's limits, and how a connection ends. */
class BridgeEndTest {
    private static final String ROOM = "room.main";

    @Test
    void anExpiredTokenClosesSayingSo() {
        try (TestNode node = TestNode.start();
                BridgeSocket raw = BridgeSocket.connectWith(node, shortToken(node))) {
            SockJsPoller poller = new SockJsPoller(node.http(shortToken(node)), "000/expires1");
            assertEquals("o", poller.poll());
            JsonObject failure = raw.failure();
            assertEquals(4001, failure.getInteger("failureCode"));
            assertEquals("the token expired", failure.getString("message"));
            assertEquals(4001, raw.awaitClose());
            assertEquals(401, poller.post("xhr", "").statusCode(), "nor does it let anybody poll");
        }
    }

    private static String shortToken(TestNode node) {
        return node.token("ann", "member", List.of(), Duration.ofSeconds(2));
    }

    @Test
    void anEndedSessionClosesEveryTransport() {
        try (TestNode node = TestNode.start()) {
            String token = new JsonObject(node.http(null)
                            .post("/api/sessions", new JsonObject().put("name", "Guest"))
                            .body())
                    .getString("token");
            TestHttp guest = node.http(token);
            SockJsPoller poller = new SockJsPoller(guest, "000/ends0001");
            assertEquals("o", poller.poll());
            try (BridgeSocket raw = BridgeSocket.connectWith(node, token)) {
                assertEquals("pong", raw.request(ROOM, "ping").getString("type"));
                assertEquals(
                        204, guest.send("DELETE", "/api/sessions/current", null).statusCode());
                assertEquals(4001, raw.awaitClose());
                assertEquals(401, poller.post("xhr", "").statusCode());
            }
        }
    }

    @Test
    void aDrainClosesSayingWhenToComeBack() {
        TestNode node = TestNode.start(); // stopped by its drain
        try (BridgeSocket raw = BridgeSocket.connect(node, "ann")) {
            raw.request(ROOM, "init");
            node.drain();
            assertEquals(1012, raw.failure().getInteger("failureCode"));
            assertEquals(1012, raw.awaitClose());
            assertTrue(new JsonObject(raw.closeReason()).getLong("retryAfterMs") > 0);
        }
    }

    @Test
    void framesAndRegistrationsAreLimited() {
        Map<String, String> slow = Map.of(
                "PARLEY_LIMITS_FRAMES",
                new JsonObject().put("perSecond", 1).put("burst", 5).encode());
        try (TestNode node = TestNode.start(slow);
                BridgeSocket ann = BridgeSocket.connect(node, "ann");
                BridgeSocket bob = BridgeSocket.connect(node, "bob")) {
            for (int i = 0; i < 7; i++) {
                ann.ask(ROOM, TestSocket.frame("ping"));
                bob.register(ROOM + ".events");
            }
            JsonObject failure = ann.failure();
            assertEquals(300, failure.getInteger("failureCode"));
            assertTrue(failure.getString("address").startsWith("reply-"));
            assertEquals(300, bob.failure().getInteger("failureCode"));
        }
    }

    @Test
    void roomsAreLimited() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_ROOMS_PER_CONNECTION", "2"));
                BridgeSocket ann = BridgeSocket.connect(node, "ann")) {
            ann.request("room.one", "init");
            ann.register("room.two.events").register("room.three.events");
            JsonObject failure = ann.failure();
            assertEquals("room.three.events", failure.getString("address"));
            assertEquals(101, failure.getInteger("failureCode"));
            ann.unregister("room.two.events");
            assertEquals("ready", ann.request("room.three", "init").getString("type"));
        }
    }

    @Test
    void anEnvelopeIsLimitedOnEveryTransport() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_FRAME", "20KiB"))) {
            SockJsPoller poller = new SockJsPoller(node.http(node.token("ann")), "000/toolarge");
            assertEquals("o", poller.poll());
            JsonObject large = TestSocket.frame("message", "message", "x".repeat(21 * 1024));
            assertEquals(
                    204, poller.send(List.of(envelope("send", "address", ROOM, "replyAddress", "r", "body", large))));
            String polled = poller.poll();
            assertTrue(polled.contains("\\\"failureCode\\\":101"), polled);
        }
    }

    @Test
    void whoPingsIsNotSilent() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_SILENCE", "2s"));
                RawWebSocket quiet = RawWebSocket.dial(node.port());
                BridgeSocket alive = BridgeSocket.connect(node, "bob")) {
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            try {
                Future<?> pings =
                        clock.scheduleAtFixedRate(() -> alive.send(envelope("ping")), 0, 250, TimeUnit.MILLISECONDS);
                assertEquals(
                        101,
                        quiet.upgrade("/eventbus/websocket", "Authorization: Bearer " + node.token("ann"))
                                .status());
                RawWebSocket.Frame last = quiet.read();
                while (last.opcode() != RawWebSocket.CLOSE) {
                    last = quiet.read();
                }
                assertEquals(4009, last.closeCode());
                assertFalse(pings.isDone(), "a ping failed");
            } finally {
                clock.shutdownNow();
            }
            assertEquals("pong", alive.request(ROOM, "ping").getString("type"));
        }
    }

    @Test
    void whoAsksAndNeverPollsIsClosedBeforeItFillsTheMemory() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_OUTBOX", "4KiB"))) {
            SockJsPoller poller = new SockJsPoller(node.http(node.token("ann")), "000/neverpol");
            assertEquals("o", poller.poll());
            JsonObject ask =
                    envelope("send", "address", ROOM, "replyAddress", "r", "body", TestSocket.frame("ping", "id", "x"));
            assertEquals(204, poller.send(Collections.nCopies(2000, ask)));
            String all = poller.pollToTheEnd();
            assertTrue(all.contains("\\\"failureCode\\\":4008"), all);
            assertTrue(all.length() < 20_000, () -> "2000 answers were kept: " + all.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/websocket", "/eventbus/000/pinged/websocket"})
    void protocolPingsAndPongsAreSignsOfLife(String path) {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_SILENCE", "3s", "PARLEY_LIMITS_PING_EVERY", "1s"));
                BridgeSocket ended = BridgeSocket.connect(node, "bob"); // its library answers pings
                RawWebSocket dead = RawWebSocket.dial(node.port());
                RawWebSocket alive = RawWebSocket.dial(node.port())) {
            assertEquals(
                    101,
                    alive.upgrade(path, "Authorization: Bearer " + node.token("ann"))
                            .status());
            assertEquals(
                    101,
                    dead.upgrade("/eventbus/websocket", "Authorization: Bearer " + node.token("cy"))
                            .status());
            RawWebSocket.Frame last = dead.read();
            boolean wasPinged = false;
            while (last.opcode() != RawWebSocket.CLOSE) { // it never answers
                if (last.opcode() == RawWebSocket.PING) {
                    wasPinged = true;
                    alive.send(RawWebSocket.FIN | RawWebSocket.PONG);
                }
                last = dead.read();
            }
            assertTrue(wasPinged);
            assertEquals(4009, last.closeCode());
            alive.send(RawWebSocket.FIN | RawWebSocket.PING, (byte) 'x');
            assertEquals("x", alive.read(RawWebSocket.PONG).text());
            assertTrue(ended.isOpen());
        }
    }

    @Test
    void whoWaitsForAnAnswerIsNotSilent() {
        try (TestNode node =
                TestNode.start(Map.of("PARLEY_LIMITS_SILENCE", "2s", "PARLEY_LIMITS_PING_EVERY", "500ms"))) {
            SockJsPoller poller = new SockJsPoller(node.http(node.token("ann")), "000/waitspol");
            assertEquals("o", poller.poll());
            assertEquals(204, poller.send(List.of(envelope("register", "address", ROOM + ".events"))));
            CompletableFuture<String> polled = CompletableFuture.supplyAsync(() -> {
                StringBuilder all = new StringBuilder();
                do {
                    all.append(poller.poll());
                } while (all.indexOf("hello") < 0 && all.indexOf("c[") < 0);
                return all.toString();
            });
            for (int i = 0; i < 2; i++) { // each is closed as silent, the second long after the first
                try (RawWebSocket dead = RawWebSocket.dial(node.port())) {
                    dead.upgrade("/eventbus/websocket", "Authorization: Bearer " + node.token("cy"));
                    assertEquals(4009, dead.read(RawWebSocket.CLOSE).closeCode());
                }
            }
            JsonObject hello = new JsonObject().put("text", "hello");
            String path = "/api/rooms/" + ROOM.substring("room.".length()) + "/messages";
            assertEquals(201, node.http(node.token("bob")).post(path, hello).statusCode());
            String all = polled.join();
            assertTrue(all.contains("hello"), all);
        }
    }
}
