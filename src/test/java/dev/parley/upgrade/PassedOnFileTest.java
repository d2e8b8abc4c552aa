package dev.parley.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.BridgeSocket;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file into which a newer build wrote events of a type that this one does not know, among messages. */
class PassedOnFileTest {
    private static final String ROOM = "r";
    private static final String EVENTS = "room.r.events";

    @TempDir
    Path folder;

    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void open() {
        node = TestNode.startIn(folder, Map.of());
        ann = node.connect("ann");
        ann.enter(ROOM);
    }

    @AfterEach
    void close() {
        ann.close();
        node.close();
    }

    /** Messages at 1, 2, 4, 7; what a newer build wrote at 3, 5, 6. */
    private void mix(String table) {
        ann.say(ROOM, "m1", "one");
        ann.say(ROOM, "m2", "two");
        written(table, 1);
        assertEquals(4, ann.say(ROOM, "m4", "four").getInteger("seq"));
        written(table, 2);
        assertEquals(7, ann.say(ROOM, "m7", "seven").getInteger("seq"));
    }

    private void written(String table, int times) {
        close();
        for (int i = 0; i < times; i++) {
            FutureEvent.inFile(folder, table, ROOM);
        }
        open();
    }

    private static List<JsonObject> durable(List<JsonObject> frames) {
        return frames.stream()
                .filter(frame -> Frames.isDurable(frame) || Frames.is(frame, FutureEvent.TYPE))
                .toList();
    }

    private static long seq(JsonObject frame) {
        return frame.containsKey("seq")
                ? frame.getLong("seq")
                : frame.getJsonObject("message").getLong("seq");
    }

    /** Every event from {@code first} on, once, in order, and the unknown ones as they are. */
    private static void assertReplayed(long first, long last, List<JsonObject> frames) {
        List<JsonObject> durable = durable(frames);
        assertEquals(
                LongStream.rangeClosed(first, last).boxed().toList(),
                durable.stream().map(PassedOnFileTest::seq).toList());
        durable.stream()
                .filter(frame -> List.of(3L, 5L, 6L).contains(seq(frame)))
                .forEach(frame -> assertEquals(FutureEvent.frame(ROOM, seq(frame)), frame));
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "events"})
    void itIsReplayedInItsPlace(String table) {
        mix(table);
        long last = 7;
        for (int since : List.of(0, 2, 3, 5)) {
            try (TestSocket bob = node.connect("bob" + since)) {
                JsonObject ready =
                        bob.send("init", "room", ROOM, "since", since).await("ready");
                assertEquals(last, ready.getLong("seq"));
                assertFalse(ready.getBoolean("reset"));
                ann.say(ROOM, "live" + since, "live");
                last++;
                long end = last;
                bob.await(frame -> Frames.isDurable(frame) && seq(frame) == end);
                assertReplayed(since + 1, last, bob.all());
                assertTrue(Frames.ofType(bob.all(), "error").isEmpty());
                assertTrue(Frames.ofType(bob.all(), "resync").isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "events"})
    void itIsReplayedOverTheBridge(String table) {
        mix(table);
        try (BridgeSocket bob = BridgeSocket.connect(node, "bob")) {
            bob.register(EVENTS);
            bob.request("room." + ROOM, "init", "since", 0);
            bob.message(EVENTS, "seven");
            List<JsonObject> unknown = bob.events(EVENTS, FutureEvent.TYPE);
            assertEquals(
                    List.of(FutureEvent.frame(ROOM, 3), FutureEvent.frame(ROOM, 5), FutureEvent.frame(ROOM, 6)),
                    unknown);
            assertEquals(4, bob.events(EVENTS, "message").size());
            ann.say(ROOM, "m8", "eight");
            bob.message(EVENTS, "eight");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "events"})
    void historyListsMessagesOnly(String table) {
        mix(table);
        assertEquals(List.of("one", "two", "four", "seven"), Probe.texts(node, ROOM));
        JsonObject latest = ann.send("load_messages", "room", ROOM, "limit", 2).await("messages_loaded");
        assertPage(true, List.of(4L, 7L), latest);
        JsonObject earlier = ann.send("load_messages", "room", ROOM, "limit", 2, "startAfter", 4)
                .await("messages_loaded");
        assertPage(false, List.of(1L, 2L), earlier);
        // It has an id, as every event, but is no message.
        JsonObject before =
                ann.send("load_messages", "room", ROOM, "startAfter", "f4").await("error");
        assertEquals("not_found", before.getString("code"));
        JsonObject after = node.http(node.token("ann")).getJson("/api/rooms/" + ROOM + "/messages?after=2&limit=1");
        assertPage(true, List.of(4L), after);
        JsonObject rest = node.http(node.token("ann")).getJson("/api/rooms/" + ROOM + "/messages?after=4&limit=1");
        assertPage(false, List.of(7L), rest);
    }

    private static void assertPage(boolean hasMore, List<Long> seqs, JsonObject page) {
        assertEquals(seqs, Frames.seqs(Frames.objects(page.getJsonArray("messages"))), page::encode);
        assertEquals(hasMore, page.getBoolean("hasMore"), page::encode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "events"})
    void aMessageBesideItIsStillStoredOnce(String table) {
        mix(table);
        JsonObject again = ann.say(ROOM, "m4", "four");
        assertEquals(4, again.getInteger("seq"));
        assertTrue(again.getBoolean("duplicate"));
        assertEquals(8, ann.say(ROOM, "f4", "an id of another's event").getInteger("seq"));
    }
}
