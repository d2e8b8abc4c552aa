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
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who stops reading is told and dropped; nobody waits for it and it fills no memory. */
class ConnectionSlowReaderTest {
    private static final int WINDOW_BYTES = 4096;
    /** Far more than a system keeps for one connection on both sides. */
    private static final int MESSAGES = 5000;

    /** Longer than the server takes to drop somebody, on a slow machine: who writes to it later is reset. */
    private static final long GRACE_SECONDS = 20;

    private static final String TEXT = "x".repeat(16 * 1024);

    @AutoClose
    private static final TestNode node =
            TestNode.start(Map.of("PARLEY_LIMITS_OUTBOX", "256KiB", "PARLEY_LIMITS_OUTBOX_GRACE", "200ms"));

    private static RawWebSocket stalled(String user, String room) {
        RawWebSocket client = RawWebSocket.dial(node.port(), WINDOW_BYTES).upgraded(node, user);
        client.text("{\"type\":\"init\",\"room\":\"" + room + "\"}").read();
        return client;
    }

    private static boolean isGoneWithin(TestSocket witness, String user, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean gone = false;
        while (!gone && System.nanoTime() < deadline) {
            witness.send("ping").await("pong");
            gone = witness.all().stream().anyMatch(f -> isGone(f, user));
        }
        return gone;
    }

    private static boolean isGone(JsonObject frame, String user) {
        return "gone".equals(frame.getString("type"))
                && frame.getJsonArray("members").contains(user);
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
            int said = 0;
            while (talker.all().stream().noneMatch(f -> isGone(f, "slow"))) {
                for (int i = 0; i < 10; i++) {
                    assertEquals(++said, talker.say("busy", "m" + said, TEXT).getLong("seq"));
                }
                assertTrue(said < MESSAGES, "it was waited for");
            }
            List<Frame> frames = rest(slow);
            assertEquals(CLOSE, last(frames).opcode());
            assertEquals(4008, last(frames).closeCode());
            List<JsonObject> texts = frames.stream()
                    .filter(f -> f.opcode() == RawWebSocket.TEXT)
                    .map(f -> new JsonObject(f.text()))
                    .toList();
            JsonObject lastText = texts.get(texts.size() - 1);
            assertEquals("resync", lastText.getString("type"));
            int last = said;
            listener.await(f -> f.getLong("seq", 0L) == last);
            assertTrue(listener.all().stream().noneMatch(f -> "resync".equals(f.getString("type"))));
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
            int asked = 0;
            try (RawWebSocket slow = stalled("slow", "asked")) {
                // Who comes and goes within one batch of presence is told of in neither.
                witness.await(f -> "joined".equals(f.getString("type"))
                        && f.getJsonArray("members").encode().contains("\"slow\""));
                // Again if need be: what the system took in the end may have left less than the limit of what was
                // asked.
                do {
                    assertTrue(++asked < 5, "it was waited for");
                    for (int i = 0; i < 300; i++) {
                        slow.text("{\"type\":\"load_messages\",\"room\":\"asked\",\"limit\":30}");
                    }
                } while (!isGoneWithin(witness, "slow", GRACE_SECONDS));
                List<Frame> frames = rest(slow);
                assertEquals(4008, last(frames).closeCode());
                long bytes = frames.stream().mapToLong(f -> f.payload().length).sum();
                assertTrue(bytes < 20 << 20, "it was sent " + bytes + " bytes");
            }
        }
    }

    @Test
    void pongsThatNobodyReadsAreNotKept() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        while (many.size() < 1 << 20) {
            many.writeBytes(RawWebSocket.frame(FIN | PING, new byte[125]));
        }
        byte[] pings = many.toByteArray();
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
