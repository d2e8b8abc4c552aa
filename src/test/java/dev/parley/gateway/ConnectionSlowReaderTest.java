package dev.parley.gateway;

import static dev.parley.testing.RawWebSocket.CLOSE;
import static dev.parley.testing.RawWebSocket.FIN;
import static dev.parley.testing.RawWebSocket.PING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.RawWebSocket.Frame;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who stops reading is told and dropped; nobody waits for it and it fills no memory. */
class ConnectionSlowReaderTest {
    private static final int WINDOW_BYTES = 4096;
    /** More than a system keeps for one connection on both sides. */
    private static final int MESSAGES = 900;

    private static final String TEXT = "x".repeat(16 * 1024);
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(Map.of("PARLEY_LIMITS_OUTBOX", "256KiB", "PARLEY_LIMITS_OUTBOX_GRACE", "200ms"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static RawWebSocket stalled(String user, String room) {
        RawWebSocket client = RawWebSocket.dial(node.port(), WINDOW_BYTES).upgraded(node, user);
        client.text("{\"type\":\"init\",\"room\":\"" + room + "\"}").read();
        return client;
    }

    private static void awaitGone(TestSocket witness, String user) {
        witness.await(f ->
                "gone".equals(f.getString("type")) && f.getJsonArray("members").contains(user));
    }

    /** What the server had sent when it closed. */
    private static List<Frame> rest(RawWebSocket client) {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = client.read(); frame != null; frame = client.read()) {
            frames.add(frame);
        }
        return frames;
    }

    private static Frame last(List<Frame> frames) {
        return frames.get(frames.size() - 1);
    }

    @Test
    void itGetsResyncAndThen4008AndOthersHearEverything() {
        try (TestSocket talker = node.connect("talker");
                TestSocket listener = node.connect("listener");
                RawWebSocket slow = stalled("slow", "busy")) {
            talker.enter("busy");
            listener.enter("busy");
            for (int i = 1; i <= MESSAGES; i++) {
                assertEquals(i, talker.say("busy", "m" + i, TEXT).getLong("seq"));
            }
            listener.await(f -> f.getLong("seq", 0L) == MESSAGES);
            assertTrue(listener.all().stream().noneMatch(f -> "resync".equals(f.getString("type"))));
            awaitGone(listener, "slow");
            List<Frame> frames = rest(slow);
            assertEquals(CLOSE, last(frames).opcode());
            assertEquals(4008, last(frames).closeCode());
            List<JsonObject> texts = frames.stream()
                    .filter(f -> f.opcode() == RawWebSocket.TEXT)
                    .map(f -> new JsonObject(f.text()))
                    .toList();
            JsonObject lastText = texts.get(texts.size() - 1);
            assertEquals("resync", lastText.getString("type"));
            assertEquals(lastText.getLong("seq"), texts.get(texts.size() - 2).getLong("seq"));
        }
    }

    @Test
    void whoAsksAndDoesNotReadTheAnswersIsDroppedToo() {
        try (TestSocket witness = node.connect("witness")) {
            witness.enter("asked");
            for (int i = 0; i < 30; i++) {
                witness.say("asked", "m" + i, TEXT);
            }
            try (RawWebSocket slow = stalled("slow", "asked")) {
                for (int i = 0; i < 300; i++) {
                    slow.text("{\"type\":\"load_messages\",\"room\":\"asked\",\"limit\":30}");
                }
                awaitGone(witness, "slow");
                List<Frame> frames = rest(slow);
                assertEquals(4008, last(frames).closeCode());
                long bytes = frames.stream().mapToLong(f -> f.payload().length).sum();
                assertTrue(bytes < 20 << 20, "it was sent " + bytes + " bytes");
            }
        }
    }

    @Test
    void pongsThatNobodyReadsAreNotKept() {
        byte[] pings = new byte[0];
        java.io.ByteArrayOutputStream many = new java.io.ByteArrayOutputStream();
        while (many.size() < 1 << 20) {
            many.writeBytes(RawWebSocket.frame(FIN | PING, new byte[125]));
        }
        pings = many.toByteArray();
        try (RawWebSocket slow = stalled("slow", "pinged")) {
            for (int i = 0; i < 30; i++) {
                slow.send(pings);
            }
            slow.send(FIN | CLOSE);
            long bytes = rest(slow).stream().mapToLong(f -> f.payload().length).sum();
            assertTrue(bytes < 15 << 20, "it was sent " + bytes + " bytes");
        }
    }
}
