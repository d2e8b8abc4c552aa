package dev.parley.gateway;

import static dev.parley.testing.RawWebSocket.CLOSE;
import static dev.parley.testing.RawWebSocket.CONTINUATION;
import static dev.parley.testing.RawWebSocket.FIN;
import static dev.parley.testing.RawWebSocket.PING;
import static dev.parley.testing.RawWebSocket.RSV1;
import static dev.parley.testing.RawWebSocket.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** permessage-deflate (RFC 7692): off unless it is on, and then bounded. */
class WireDeflateTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_HTTP_COMPRESSION", "true"));

    /** Section 7.2.1: a raw deflate stream, flushed, without its last four bytes. */
    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        byte[] out = new byte[plain.length + 1024];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private static byte[] deflated(String text) {
        return deflated(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RawWebSocket open() {
        RawWebSocket client = RawWebSocket.dial(node.port());
        String accepted = client.upgrade("/ws", "Authorization: Bearer " + node.token("ann"), OFFER)
                .header("sec-websocket-extensions");
        assertTrue(accepted.startsWith("permessage-deflate"), accepted);
        return client;
    }

    @Test
    void itIsNotAcceptedByDefault() {
        try (TestNode plain = TestNode.start();
                RawWebSocket client = RawWebSocket.dial(plain.port())) {
            RawWebSocket.Answer answer = client.upgrade("/ws", "Authorization: Bearer " + plain.token("ann"), OFFER);
            assertEquals(101, answer.status());
            assertNull(answer.header("sec-websocket-extensions"));
        }
    }

    @Test
    void deflatedFramesAreUnderstoodWholeAndInFragmentsAndPlainOnesToo() {
        try (RawWebSocket client = open()) {
            for (int i = 0; i < 3; i++) {
                client.send(FIN | RSV1 | TEXT, deflated("{\"type\":\"ping\",\"id\":\"d" + i + "\"}"));
                assertTrue(client.read().text().contains("\"d" + i + "\""));
                client.text("{\"type\":\"ping\",\"id\":\"p\"}");
                assertTrue(client.read().text().contains("\"p\""));
            }
            byte[] whole = deflated("{\"type\":\"ping\",\"id\":\"fragments\"}");
            client.send(RSV1 | TEXT, Arrays.copyOf(whole, 5));
            client.send(CONTINUATION);
            client.send(FIN | CONTINUATION, Arrays.copyOfRange(whole, 5, whole.length));
            assertTrue(client.read().text().contains("fragments"));
        }
    }

    @Test
    void whatInflatesPastTheLimitEndsWith1009() {
        try (RawWebSocket client = open()) {
            byte[] bomb = deflated(new byte[40 << 20]);
            assertTrue(bomb.length < 64 * 1024, "it must pass as a frame: " + bomb.length);
            assertEquals(1009, client.send(FIN | RSV1 | TEXT, bomb).read(CLOSE).closeCode());
        }
    }

    @Test
    void whatInflatesPastTheLimitInFragmentsEndsWith1009() {
        try (RawWebSocket client = open()) {
            byte[] large = deflated(new byte[100 * 1024]);
            int half = large.length / 2;
            client.send(RSV1 | TEXT, Arrays.copyOf(large, half));
            client.send(FIN | CONTINUATION, Arrays.copyOfRange(large, half, large.length));
            assertEquals(1009, client.read(CLOSE).closeCode());
        }
    }

    @Test
    void whatCannotBeInflatedEndsWith1007() {
        try (RawWebSocket client = open()) {
            byte[] broken = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1, 2, 3};
            assertEquals(
                    1007, client.send(FIN | RSV1 | TEXT, broken).read(CLOSE).closeCode());
        }
    }

    @Test
    void deflatedTextThatIsNotUtf8EndsWith1007() {
        try (RawWebSocket client = open()) {
            byte[] invalid = deflated(new byte[] {'"', (byte) 0xC0, (byte) 0xAF});
            assertEquals(
                    1007, client.send(FIN | RSV1 | TEXT, invalid).read(CLOSE).closeCode());
        }
    }

    @Test
    void theOtherReservedBitsAndDeflatedControlFramesEndWith1002() {
        for (int first : new int[] {FIN | 0x20 | TEXT, FIN | 0x10 | TEXT, FIN | RSV1 | PING}) {
            try (RawWebSocket client = open()) {
                assertEquals(
                        1002, client.send(first, deflated("{}")).read(CLOSE).closeCode());
            }
        }
    }

    @Test
    void deflateThatWasNotAgreedOnEndsWith1002() {
        try (RawWebSocket client = RawWebSocket.open(node, "ann")) {
            byte[] ping = deflated("{\"type\":\"ping\"}");
            assertEquals(1002, client.send(FIN | RSV1 | TEXT, ping).read(CLOSE).closeCode());
        }
    }

    @Test
    void onlyTheFirstFragmentSaysThatItIsCompressed() {
        byte[] whole = deflated("{\"type\":\"ping\",\"id\":\"fragments\"}");
        try (RawWebSocket client = open()) {
            client.send(RSV1 | TEXT, Arrays.copyOf(whole, 5));
            client.send(FIN | RSV1 | CONTINUATION, Arrays.copyOfRange(whole, 5, whole.length));
            assertEquals(1002, client.read(CLOSE).closeCode());
        }
    }
}
