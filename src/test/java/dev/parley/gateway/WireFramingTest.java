package dev.parley.gateway;

import static dev.parley.testing.RawWebSocket.BINARY;
import static dev.parley.testing.RawWebSocket.CLOSE;
import static dev.parley.testing.RawWebSocket.CONTINUATION;
import static dev.parley.testing.RawWebSocket.FIN;
import static dev.parley.testing.RawWebSocket.PING;
import static dev.parley.testing.RawWebSocket.PONG;
import static dev.parley.testing.RawWebSocket.RSV1;
import static dev.parley.testing.RawWebSocket.TEXT;
import static dev.parley.testing.RawWebSocket.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.RawWebSocket.Frame;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5, 7 and 8.1: what breaks the protocol ends with a close frame that says why. */
class WireFramingTest {
    private static final byte[] PING_FRAME = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
    private static final int LIMIT = 64 * 1024;
    private static TestNode node;
    private static TestSocket witness;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        witness = node.connect("witness");
        witness.enter("main");
    }

    @AfterAll
    static void stop() {
        witness.close();
        node.close();
    }

    private static Arguments broken(String what, int code, byte[]... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            bytes.writeBytes(frame);
        }
        return Arguments.of(what, code, bytes.toByteArray());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] closing(int code, int... reason) {
        return ByteBuffer.allocate(2 + reason.length)
                .putShort((short) code)
                .put(bytes(reason))
                .array();
    }

    static Stream<Arguments> whatIsBroken() {
        return Stream.of(
                broken("invalid UTF-8", 1007, frame(FIN | TEXT, bytes(0xCE, 0xBA, 0xED, 0xA0, 0x80))),
                broken("truncated UTF-8", 1007, frame(FIN | TEXT, bytes(0xE2, 0x82))),
                broken("overlong UTF-8", 1007, frame(FIN | TEXT, bytes(0xC0, 0xAF))),
                broken(
                        "invalid UTF-8 in a later fragment",
                        1007,
                        frame(TEXT, PING_FRAME),
                        frame(FIN | CONTINUATION, bytes(0xFF))),
                broken(
                        "UTF-8 that ends within a character",
                        1007,
                        frame(TEXT, bytes(0x22, 0xE2)),
                        frame(CONTINUATION),
                        frame(FIN | CONTINUATION, bytes(0x82))),
                broken("oversize frame", 1009, frame(FIN | TEXT, new byte[LIMIT + 1])),
                broken("oversize binary frame", 1009, frame(FIN | BINARY, new byte[LIMIT + 1])),
                broken("announced as 2^62 bytes", 1009, bytes(FIN | TEXT, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4)),
                broken(
                        "announced as a negative length",
                        1002,
                        bytes(FIN | TEXT, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4)),
                broken(
                        "oversize fragmented message",
                        1009,
                        frame(TEXT, new byte[LIMIT]),
                        frame(FIN | CONTINUATION, bytes(32))),
                broken("reserved bit 1", 1002, frame(FIN | RSV1 | TEXT, PING_FRAME)),
                broken("reserved bit 2", 1002, frame(FIN | 0x20 | TEXT, PING_FRAME)),
                broken("reserved bit 3 on a ping", 1002, frame(FIN | 0x10 | PING)),
                broken("opcode 3", 1002, frame(FIN | 3)),
                broken("opcode 11", 1002, frame(FIN | 11, bytes(1))),
                broken("unmasked", 1002, bytes(FIN | TEXT, 2, '{', '}')),
                broken("fragmented ping", 1002, frame(PING), frame(FIN | CONTINUATION)),
                broken("fragmented close", 1002, frame(CLOSE)),
                broken("a ping of 126 bytes", 1002, frame(FIN | PING, new byte[126])),
                broken("a close of 126 bytes", 1002, frame(FIN | CLOSE, new byte[126])),
                broken("continuation of nothing", 1002, frame(FIN | CONTINUATION, PING_FRAME)),
                broken("continuation after a whole one", 1002, frame(FIN | CONTINUATION)),
                broken("text within a fragmented text", 1002, frame(TEXT, PING_FRAME), frame(FIN | TEXT, PING_FRAME)),
                broken("a second beginning", 1002, frame(TEXT, PING_FRAME), frame(BINARY)),
                broken("a close with one byte", 1002, frame(FIN | CLOSE, bytes(3))),
                broken("close code 999", 1002, frame(FIN | CLOSE, closing(999))),
                broken("close code 1004", 1002, frame(FIN | CLOSE, closing(1004))),
                broken("close code 1005", 1002, frame(FIN | CLOSE, closing(1005))),
                broken("close code 1006", 1002, frame(FIN | CLOSE, closing(1006))),
                broken("close code 1015", 1002, frame(FIN | CLOSE, closing(1015))),
                broken("close code 5000", 1002, frame(FIN | CLOSE, closing(5000))),
                broken("close code 65535", 1002, frame(FIN | CLOSE, closing(65_535))),
                broken("close code 0", 1002, frame(FIN | CLOSE, closing(0))),
                broken("close code 2999", 1002, frame(FIN | CLOSE, closing(2999))),
                broken("a close reason that is not UTF-8", 1007, frame(FIN | CLOSE, closing(1000, 0xFF, 0xFE))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("whatIsBroken")
    void whatBreaksTheProtocolIsToldAndEndsThisConnectionAlone(String what, int code, byte[] bytes) {
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            Frame close = client.send(bytes).read(CLOSE);
            int told = close.closeCode();
            boolean either = told == code || (what.startsWith("a close") && (told == 1002 || told == 1007));
            assertTrue(either, "closed with " + told + " " + close.closeReason());
            assertNull(client.finish().read(), "nothing follows a close frame");
        }
        witness.send("ping", "id", what).await(f -> what.equals(f.getString("id")));
    }

    @Test
    void nothingOfTheRoomFollowsACloseFrame() {
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            client.text("{\"type\":\"init\",\"room\":\"closed\"}").read();
            witness.enter("closed");
            client.send(FIN | 3).read(CLOSE);
            witness.say("closed", "c1", "does it hear me?");
            assertNull(client.read(), "nothing follows a close frame");
        }
    }

    @Test
    void aLargestFrameIsTaken() {
        byte[] largest = new byte[LIMIT];
        Arrays.fill(largest, (byte) ' ');
        System.arraycopy(PING_FRAME, 0, largest, 0, PING_FRAME.length);
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            assertTrue(client.send(FIN | TEXT, largest).read().text().contains("\"pong\""));
            client.send(TEXT, Arrays.copyOf(largest, LIMIT - 1));
            assertTrue(client.send(FIN | CONTINUATION, bytes(32)).read().text().contains("\"pong\""));
        }
    }

    @Test
    void anEmptyFragmentedTextIsAnsweredLikeAnyOther() {
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            client.send(TEXT).send(CONTINUATION).send(FIN | CONTINUATION);
            assertTrue(client.read().text().contains("\"bad_frame\""));
            client.send(FIN | TEXT);
            assertTrue(client.read().text().contains("\"bad_frame\""));
        }
    }

    @Test
    void aPingWithinAFragmentedTextIsAnsweredAtOnce() {
        byte[] euro = "{\"type\":\"ping\",\"id\":\"€\"}".getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            client.send(TEXT, euro[0]);
            client.send(FIN | PING, bytes(1, 2, 3));
            Frame pong = client.read();
            assertEquals(FIN | PONG, pong.first());
            assertArrayEquals(bytes(1, 2, 3), pong.payload());
            for (int i = 1; i < euro.length - 1; i++) {
                client.send(CONTINUATION, euro[i]);
            }
            client.send(FIN | CONTINUATION, euro[euro.length - 1]);
            assertTrue(client.read().text().contains("\"€\""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void aPongHasThePingsPayload(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0xFE);
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            client.send(FIN | PONG, payload); // unasked for: section 5.5.3 allows it
            assertArrayEquals(
                    payload, client.send(FIN | PING, payload).read(PONG).payload());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1012, 3000, 4999})
    void aCloseIsEchoedAndTheConnectionEnds(int code) {
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            Frame close = client.send(FIN | CLOSE, closing(code, 'b', 'y', 'e')).read();
            assertEquals(FIN | CLOSE, close.first());
            assertEquals(code, close.closeCode());
            assertNull(client.read());
        }
    }

    @Test
    void aCloseWithoutACodeIsAnswered() {
        try (RawWebSocket client = RawWebSocket.open(node, "breaker")) {
            assertEquals(FIN | CLOSE, client.send(FIN | CLOSE).read().first());
            assertNull(client.read());
        }
    }
}
