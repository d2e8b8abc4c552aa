package dev.parley.bench.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketFrameParserTest {
    private static final int FIN = 0x80;

    private final List<String> seen = new ArrayList<>();
    private final WebSocketFrameParser parser = new WebSocketFrameParser((opcode, bytes, from, to) ->
            seen.add(opcode + " " + new String(bytes, from, to - from, StandardCharsets.UTF_8)));

    /** As a server sends it, RFC 6455 §5.2. */
    private static byte[] frame(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (bytes.length < 126) {
            out.write(bytes.length);
        } else if (bytes.length < 65536) {
            out.write(126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
        } else {
            out.write(127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(bytes.length).array());
        }
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] one : all) {
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    @Test
    void framesOfEveryLengthComeOut() {
        String medium = "m".repeat(126);
        String large = "l".repeat(70_000);
        byte[] all = joined(frame(FIN | 1, ""), frame(FIN | 1, "a"), frame(FIN | 1, medium), frame(FIN | 1, large));
        parser.parse(all, 0, all.length);
        assertEquals(List.of("1 ", "1 a", "1 " + medium, "1 " + large), seen);
    }

    @Test
    void itDoesNotMatterHowBytesArrive() {
        byte[] all = joined(
                frame(FIN | 1, "one"), frame(FIN | 9, "ping"), frame(FIN | 1, "x".repeat(300)), frame(FIN | 8, ""));
        List<String> wanted = List.of("1 one", "9 ping", "1 " + "x".repeat(300), "8 ");
        for (int size = 1; size <= all.length; size++) {
            seen.clear();
            for (int from = 0; from < all.length; from += size) {
                byte[] read = new byte[size + 3];
                int length = Math.min(size, all.length - from);
                System.arraycopy(all, from, read, 3, length);
                parser.parse(read, 3, 3 + length);
            }
            assertEquals(wanted, seen, "in reads of " + size);
        }
    }

    @Test
    void piecesAreJoinedAndControlFramesMayComeBetween() {
        byte[] all = joined(frame(1, "a"), frame(FIN | 9, "p"), frame(0, "b"), frame(FIN, "c"), frame(FIN | 1, "d"));
        parser.parse(all, 0, all.length);
        assertEquals(List.of("9 p", "1 abc", "1 d"), seen);
    }

    @Test
    void whatAServerMayNotSendIsAFault() {
        byte[] masked = {(byte) (FIN | 1), (byte) 0x81, 1, 2, 3, 4, 5};
        assertThrows(IllegalStateException.class, () -> parser.parse(masked, 0, masked.length));
        byte[] compressed = frame(FIN | 0x40 | 1, "a");
        assertThrows(IllegalStateException.class, () -> parser.parse(compressed, 0, compressed.length));
        byte[] endless = {(byte) (FIN | 1), 127, -1, 0, 0, 0, 0, 0, 0, 0};
        assertThrows(IllegalStateException.class, () -> parser.parse(endless, 0, endless.length));
    }

    @Test
    void ownFramesAreMaskedAndOfAnyLength() {
        for (int length : new int[] {0, 1, 125, 126, 65535, 65536}) {
            byte[] payload = "y".repeat(length).getBytes(StandardCharsets.US_ASCII);
            byte[] frame = MaskedFrame.of(WebSocketFrameParser.TEXT, payload);
            assertEquals((byte) 0x81, frame[0]);
            assertEquals(0x80, frame[1] & 0x80);
            assertEquals(2 + (length < 126 ? 0 : length < 65536 ? 2 : 8) + 4 + length, frame.length);
            assertArrayEquals(payload, MaskedFrame.payload(frame));
        }
    }
}
