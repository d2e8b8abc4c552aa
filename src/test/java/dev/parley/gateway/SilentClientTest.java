package dev.parley.gateway;

import static dev.parley.testing.RawWebSocket.CLOSE;
import static dev.parley.testing.RawWebSocket.FIN;
import static dev.parley.testing.RawWebSocket.PING;
import static dev.parley.testing.RawWebSocket.PONG;
import static dev.parley.testing.RawWebSocket.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.RawWebSocket.Frame;
import dev.parley.testing.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who is silent is closed; the server's ping asks for a sign of life, and a pong, a ping or a frame is one. */
class SilentClientTest {
    @AutoClose
    private static final TestNode node =
            TestNode.start(Map.of("PARLEY_LIMITS_PING_EVERY", "800ms", "PARLEY_LIMITS_SILENCE", "2500ms"));

    @Test
    void silenceIsAskedAndThenCloses() {
        try (RawWebSocket silent = RawWebSocket.open(node, "ann")) {
            assertEquals(PING, silent.read().opcode());
            Frame close = silent.read(CLOSE);
            assertEquals(4009, close.closeCode());
            assertTrue(close.closeReason().startsWith("no frame and no pong"), close.closeReason());
        }
    }

    /** Four pings take longer than the silence that closes. */
    private static void livesOn(int first, byte... payload) {
        try (RawWebSocket client = RawWebSocket.open(node, "ann")) {
            for (int i = 0; i < 4; i++) {
                assertNotNull(client.read(PING));
                client.send(first, payload);
            }
            client.text("{\"type\":\"who\"}");
            while (!client.read(TEXT).text().contains("members")) {
                // an answer to what it said before
            }
        }
    }

    @Test
    void aPongIsASignOfLife() {
        livesOn(FIN | PONG);
    }

    @Test
    void aPingIsASignOfLife() {
        livesOn(FIN | PING, (byte) 1);
    }

    @Test
    void aFrameIsASignOfLife() {
        livesOn(FIN | TEXT, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
    }
}
