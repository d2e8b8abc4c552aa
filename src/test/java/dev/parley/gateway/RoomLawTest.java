package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.messages;
import static dev.parley.testing.Frames.objects;
import static dev.parley.testing.Frames.seqs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law: a snapshot and the events after it are the later snapshot, wherever one begins. */
class RoomLawTest {
    private static final String ROOM = "law";
    private static final int COMMANDS = 90;
    private static final String[] USERS = {"ann", "bob", "cid"};

    /** Somebody who came in the middle: the history up to then, and the events since. */
    private record Newcomer(TestSocket socket, long seq, List<JsonObject> snapshot) {}

    /** Answers come one after the other, and the test waits for all of them. */
    private static final String QUICK = "[{\"name\": \"assistant\", \"pace\": \"2ms\", \"always\": [\"assistant:*\"]}]";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void snapshotAndEventsAreTheLaterSnapshot(long seed) {
        Random random = new Random(seed);
        try (TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", QUICK))) {
            Map<String, TestSocket> speakers = new HashMap<>();
            for (String user : USERS) {
                speakers.put(user, node.connect(user));
            }
            List<Newcomer> newcomers = new ArrayList<>();
            for (int i = 0; i < COMMANDS; i++) {
                command(random, i, speakers.get(USERS[random.nextInt(USERS.length)]));
                if (random.nextInt(10) == 0) {
                    newcomers.add(newcomer(node));
                }
            }
            List<JsonObject> last = settled(node, speakers);
            long end = last.size();
            assertEquals(LongStream.rangeClosed(1, end).boxed().toList(), seqs(last));
            for (Newcomer newcomer : newcomers) {
                assertSeesAll(newcomer, last);
            }
            assertEverySplit(node, last);
            newcomers.forEach(n -> n.socket().close());
            speakers.values().forEach(TestSocket::close);
        }
    }

    private static void command(Random random, int number, TestSocket speaker) {
        int what = random.nextInt(10);
        // Some ids come twice, from one user or from two, with the same text or another.
        String id = what < 3 ? "m" + random.nextInt(number + 1) : "m" + number;
        String text = what == 9 ? "@assistant help" : what < 2 ? "resent " + id : "said " + id;
        speaker.send("message", "room", ROOM, "id", id, "message", text);
    }

    private static Newcomer newcomer(TestNode node) {
        TestSocket socket = node.connect("zoe");
        long seq = socket.enter(ROOM).getLong("seq");
        return new Newcomer(socket, seq, history(socket, seq + 1));
    }

    private static List<JsonObject> history(TestSocket socket, long startAfter) {
        socket.send("load_messages", "room", ROOM, "limit", 200, "startAfter", startAfter);
        JsonObject page = socket.await("messages_loaded");
        assertFalse(page.getBoolean("hasMore"), "the test wants pages that hold everything");
        return objects(page.getJsonArray("messages"));
    }

    /** Waits until every command was answered and every assistant has ended; returns the whole history. */
    private static List<JsonObject> settled(TestNode node, Map<String, TestSocket> speakers) {
        // An entry is answered ahead of messages that are still being stored: only their answers tell.
        Frames.until(
                "every command was answered",
                () -> speakers.values().stream()
                                .flatMap(s -> s.all().stream())
                                .filter(f -> is(f, "ack") || is(f, "error"))
                                .count()
                        == COMMANDS);
        try (TestSocket socket = node.connect("yan")) {
            Frames.until("all answers ended", () -> {
                JsonObject ready = socket.enter(ROOM);
                return ready.getJsonArray("turns").isEmpty();
            });
            long seq = socket.enter(ROOM).getLong("seq");
            return history(socket, seq + 1);
        }
    }

    private static void assertSeesAll(Newcomer newcomer, List<JsonObject> last) {
        if (newcomer.seq() < last.size()) {
            Frames.until("the last event", () -> seqs(messages(newcomer.socket().all(), ROOM))
                    .contains((long) last.size()));
        }
        List<JsonObject> sum = new ArrayList<>(newcomer.snapshot());
        sum.addAll(messages(newcomer.socket().all(), ROOM));
        assertEquals(last, sum);
    }

    private static void assertEverySplit(TestNode node, List<JsonObject> last) {
        try (TestSocket socket = node.connect("xia")) {
            for (int split = 0; split <= last.size(); split++) {
                List<JsonObject> sum = new ArrayList<>(history(socket, split + 1));
                assertEquals(split, sum.size());
                socket.send("init", "room", ROOM, "since", split);
                JsonObject ready = socket.await(f -> is(f, "ready"));
                assertEquals(split, ready.getInteger("since"));
                int end = last.size();
                int from = split;
                while (from < end) {
                    JsonObject event = socket.await(Frames::isDurable);
                    assertEquals(++from, event.getInteger("seq"));
                    sum.add(event.getJsonObject("message"));
                }
                assertEquals(last, sum);
            }
        }
    }
}
