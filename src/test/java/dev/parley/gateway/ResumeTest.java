package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.messages;
import static dev.parley.testing.Frames.ofType;
import static dev.parley.testing.Frames.seqs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.SlowSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private static final int IN_FLIGHT = 20;

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static void fill(TestSocket sender, int from, int to, int chars) {
        String text = "x".repeat(chars);
        for (int i = from; i <= to; i++) {
            sender.send("message", "room", "r", "id", "m" + i, "message", text);
            if (i % IN_FLIGHT == 0 || i == to) { // it hears itself, and should not fall behind by that
                int seq = i;
                sender.await(f -> is(f, "ack") && f.getInteger("seq") == seq);
            }
        }
    }

    @Test
    void aSinceThatCannotBeReplayedIsAReset() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_REPLAY", "10"));
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            fill(ann, 1, 15, 10);
            for (int since : new int[] {16, 1000, 4, 0}) {
                JsonObject ready = bob.send("init", "room", "r", "since", since).await("ready");
                assertEquals(true, ready.getBoolean("reset"));
                assertEquals(15, ready.getInteger("seq"));
                assertEquals(15, ready.getInteger("since"));
            }
            ann.say("r", "m16", "live");
            bob.await(f -> is(f, "message"));
            assertEquals(List.of(16L), seqs(messages(bob.all(), "r")));
            JsonObject ready = bob.send("init", "room", "r", "since", 6).await("ready");
            assertEquals(false, ready.getBoolean("reset"));
            assertEquals(6, ready.getInteger("since"));
            bob.await(f -> is(f, "message") && f.getInteger("seq") == 16);
            List<Long> again = seqs(messages(bob.all(), "r"));
            assertEquals(range(7, 16), again.subList(1, again.size()));
        }
    }

    @Test
    void aSecondInitBeforeTheFirstIsAnsweredCountsAndNothingIsLost() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann")) {
            fill(ann, 1, 20, 10);
            for (int i = 0; i < 10; i++) {
                try (TestSocket bob = node.connect("bob")) {
                    bob.send("init", "room", "r", "id", "one");
                    bob.send("init", "room", "r", "since", 5, "id", "two");
                    JsonObject ready = bob.await(f -> "two".equals(f.getString("id")));
                    assertEquals("ready", ready.getString("type"));
                    int seq = ann.say("r", "later" + i, "later").getInteger("seq");
                    bob.await(f -> is(f, "message") && f.getInteger("seq") == seq);
                    assertEquals(range(6, seq), seqs(messages(bob.all(), "r")));
                    assertEquals("ready", bob.all().get(0).getString("type"), "every init is answered");
                }
            }
        }
    }

    @Test
    void anInitBehindAFrameThatEntersCountsAndNothingIsLost() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann")) {
            for (int i = 0; i < 10; i++) {
                try (TestSocket bob = node.connect("bob")) {
                    bob.send("who", "room", "r").send("init", "room", "r");
                    bob.await("ready");
                    int seq = ann.say("r", "m" + i, "live").getInteger("seq");
                    bob.await(f -> is(f, "message") && f.getInteger("seq") == seq);
                }
            }
        }
    }

    @Test
    void aLargeReplayWaitsForASlowReader() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann");
                SlowSocket slow = new SlowSocket(node, "bob")) {
            int count = 1000;
            fill(ann, 1, count, 16_000);
            ann.send("leave", "room", "r").await("left");
            Frames.until("sent", () -> pinned() < 1 << 20);
            slow.read(1).send("init", "room", "r", "since", 0);
            Frames.until("ready", () -> slow.all().size() == 1);
            // Another's whole replay takes longer than what the slow one is given before it reads.
            try (TestSocket cid = node.connect("cid")) {
                cid.send("init", "room", "r", "since", 0);
                cid.await(f -> is(f, "message") && f.getInteger("seq") == count);
            }
            assertTrue(pinned() < 2 << 20, "held for a reader that does not read: " + pinned());
            slow.readAll();
            Frames.until("everything", () -> messages(slow.all(), "r").size() == count);
            assertEquals(range(1, count), seqs(messages(slow.all(), "r")));
        }
    }

    private static long pinned() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }

    @Test
    void whoFallsBehindIsToldAndComesBackWithoutLoss() {
        Map<String, String> environment = Map.of(
                "PARLEY_LIMITS_OUTBOX", "64KiB", "PARLEY_LIMITS_REPLAY", "5000", "PARLEY_LIMITS_OUTBOX_GRACE", "60s");
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann");
                SlowSocket slow = new SlowSocket(node, "bob")) {
            slow.read(1).send("init", "room", "r");
            Frames.until("ready", () -> slow.all().size() == 1);
            int count = 1200;
            fill(ann, 1, count, 16_000);
            slow.readAll();
            Frames.until("resync", () -> !ofType(slow.all(), "resync").isEmpty());
            JsonObject resync = ofType(slow.all(), "resync").get(0);
            long had = resync.getLong("seq");
            assertEquals(range(1, had), seqs(messages(slow.all(), "r")));
            fill(ann, count + 1, count + 5, 10);
            slow.send("ping", "id", "p");
            Frames.until("pong", () -> !ofType(slow.all(), "pong").isEmpty());
            assertEquals(had, messages(slow.all(), "r").size(), "nothing durable before the next init");
            slow.send("init", "room", "r", "since", had);
            Frames.until("everything", () -> messages(slow.all(), "r").size() == count + 5);
            assertEquals(range(1, count + 5), seqs(messages(slow.all(), "r")));
            assertEquals(1, ofType(slow.all(), "resync").size());
            assertEquals(0, slow.closeCode());
        }
    }

    @Test
    void whoStaysBehindIsClosed() {
        Map<String, String> environment = Map.of("PARLEY_LIMITS_OUTBOX", "4MiB", "PARLEY_LIMITS_OUTBOX_GRACE", "500ms");
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann");
                SlowSocket slow = new SlowSocket(node, "bob")) {
            slow.read(1).send("init", "room", "r");
            Frames.until("ready", () -> slow.all().size() == 1);
            fill(ann, 1, 1200, 16_000);
            Frames.until(
                    "gone", () -> ann.send("who", "room", "r").await("members").getInteger("count") == 1);
        }
    }
}
