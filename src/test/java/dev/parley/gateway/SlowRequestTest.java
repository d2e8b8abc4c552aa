package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.TestNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A request that does not come whole in {@code http.requestTimeout} is cut; what is no request hurts nobody. */
class SlowRequestTest {
    private static final int TIMEOUT_MS = 600;
    private static final int DRIP_MS = 40;

    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_HTTP_REQUEST_TIMEOUT", TIMEOUT_MS + "ms"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends byte by byte, never pausing for long, until the server has had enough; returns after how many ms. */
    private static long drip(RawWebSocket client, String request) {
        long from = System.nanoTime();
        for (byte b : bytes(request)) {
            try {
                client.send(new byte[] {b});
            } catch (UncheckedIOException e) {
                return (System.nanoTime() - from) / 1_000_000;
            }
            if (client.endsWithin(DRIP_MS)) {
                return (System.nanoTime() - from) / 1_000_000;
            }
        }
        throw new AssertionError("a slow request was waited for");
    }

    private static void assertCut(RawWebSocket client, String request) {
        long ms = drip(client, request);
        assertTrue(ms >= TIMEOUT_MS / 2 && ms < 3 * TIMEOUT_MS, "cut after " + ms + " ms");
    }

    private static String head(String line) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + "x".repeat(200);
    }

    @Test
    void aHandshakeThatDripsIsCut() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertCut(client, head("GET /ws"));
        }
    }

    @Test
    void whoSaysNothingAtAllIsCut() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertTrue(client.endsWithin(3 * TIMEOUT_MS));
        }
    }

    @Test
    void aSecondSlowRequestOnAKeptConnectionIsCut() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            assertEquals(200, client.request("GET /health/live").status());
            assertFalse(client.endsWithin(2 * TIMEOUT_MS), "a kept connection may rest");
            assertEquals(200, client.request("GET /health/live").status());
            assertCut(client, head("GET /health/live"));
        }
    }

    @Test
    void aBodyThatDripsIsCut() {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            client.send(bytes("POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n"));
            assertCut(client, " ".repeat(199));
        }
    }

    @Test
    void anOpenWebSocketIsNotCut() {
        try (RawWebSocket client = RawWebSocket.open(node, "ann")) {
            assertFalse(client.endsWithin(2 * TIMEOUT_MS));
            assertTrue(client.text("{\"type\":\"ping\"}").read().text().contains("pong"));
            assertFalse(client.endsWithin(2 * TIMEOUT_MS));
            assertTrue(client.text("{\"type\":\"ping\"}").read().text().contains("pong"));
        }
    }

    @Test
    void whatIsNoHttpIsEndedAndHurtsNobody() {
        byte[] random = new byte[5000];
        new Random(7).nextBytes(random);
        byte[][] garbage = {
            random,
            new byte[3000],
            {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xFC, 0x03, 0x03},
            RawWebSocket.frame(0x81, (byte) '{', (byte) '}'),
            bytes("GET " + "/x".repeat(50_000) + " HTTP/1.1\r\n\r\n"),
            bytes("GET /ws HTTP/1.1\r\nX: " + "x".repeat(200_000) + "\r\n\r\n"),
            bytes("GET /ws HTTP/9.9\r\n\r\n"),
            bytes("GET /ws%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            bytes("GET /ws?access_token=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            bytes("GET /ws HTTP/1.1\r\nHost: a b:x\r\nOrigin: ://\r\nConnection: close\r\n\r\n"),
            bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            bytes("\r\n\r\n\r\n"),
        };
        try (RawWebSocket witness = RawWebSocket.open(node, "witness")) {
            for (byte[] bytes : garbage) {
                try (RawWebSocket client = RawWebSocket.dial(node.port())) {
                    assertTrue(
                            endsAfter(client, bytes),
                            () -> "kept open after " + new String(bytes, 0, 11, StandardCharsets.ISO_8859_1));
                }
                assertTrue(witness.text("{\"type\":\"ping\"}").read().text().contains("pong"));
            }
        }
    }

    private static boolean endsAfter(RawWebSocket client, byte[] bytes) {
        try {
            return client.send(bytes).endsWithin(5 * TIMEOUT_MS);
        } catch (UncheckedIOException e) {
            return true; // ended while it was sent
        }
    }
}
