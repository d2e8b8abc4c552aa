package dev.parley.room;

import static dev.parley.testing.Frames.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.Frames;
import dev.parley.testing.RoomAsk;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of what a room keeps no longer, for those who read on and write on, on a real store. */
class RetentionTest {
    private TestNode node;
    private TestSocket ann;
    private RoomAsk room;

    private void start(String... more) {
        node = TestNode.start(
                more.length == 0 ? Map.of("PARLEY_ROOMS_RETENTIONEVERY", "1h") : Map.of(more[0], more[1]));
        room = new RoomAsk(node, "r");
        ann = node.connect("ann");
        ann.enter("r");
    }

    @AfterEach
    void stop() {
        ann.close();
        node.close();
    }

    @CanIgnoreReturnValue
    private JsonObject reply(String type, String id, Object... fields) {
        ann.send(TestSocket.frame(type, fields).put("room", "r").put("id", id));
        return ann.await(f -> id.equals(f.getString("id")));
    }

    private List<Long> seqs(JsonObject page) {
        return Frames.seqs(objects(page.getJsonArray("messages")));
    }

    private JsonObject page(String query) {
        return node.http(node.token("cat")).getJson("/api/rooms/r/messages" + query);
    }

    @Test
    void noReadFindsWhatWasDroppedAndTheRoomGoesOn() {
        start();
        JsonObject first = ann.say("r", "m1", "one");
        for (int n = 2; n <= 6; n++) {
            ann.say("r", "m" + n, "text " + n);
        }
        room.dropAll();
        JsonObject kept = ann.say("r", "kept", "kept");
        long from = kept.getLong("seq");
        ann.say("r", "last", "last");

        assertEquals(List.of(from, from + 1), seqs(page("")));
        JsonObject older = page("?before=" + from);
        assertEquals(List.of(), seqs(older));
        assertFalse(older.getBoolean("hasMore"), older::encode);
        assertEquals(List.of(from + 1), seqs(page("?limit=1")));
        assertTrue(page("?limit=1").getBoolean("hasMore"));
        assertFalse(page("?limit=2").getBoolean("hasMore"), "there is no more before them");

        JsonObject loaded = ann.send("load_messages", "room", "r", "limit", 100).await("messages_loaded");
        assertEquals(List.of(from, from + 1), seqs(loaded));
        assertFalse(loaded.getBoolean("hasMore"), loaded::encode);

        for (String type : List.of("edit", "delete", "react")) {
            JsonObject refused = reply(type, type, "target", 1, "text", "x", "emoji", "👍", "on", true);
            assertEquals("not_found", refused.getString("code"), refused::encode);
        }
        JsonObject again = ann.say("r", "m1", "one");
        assertTrue(again.getBoolean("duplicate"), again::encode);
        assertEquals(first.getLong("seq"), again.getLong("seq"));
        assertEquals("conflict", ann.say("r", "m1", "another text").getString("code"));
        assertEquals(from + 2, ann.say("r", "next", "next").getLong("seq"));
    }

    @Test
    void whoComesBackFromBelowStartsOver() {
        start();
        ann.say("r", "m1", "one");
        long last = ann.say("r", "m2", "two").getLong("seq");
        room.dropAll();
        long kept = ann.say("r", "kept", "kept").getLong("seq");
        try (TestSocket bob = node.connect("bob")) {
            JsonObject ready = bob.send("init", "room", "r", "since", last - 1).await("ready");
            assertTrue(ready.getBoolean("reset", false), ready::encode);
            JsonObject near = bob.send("init", "room", "r", "since", kept - 1).await("ready");
            assertFalse(near.getBoolean("reset", false), near::encode);
            assertEquals(kept, bob.await("message").getLong("seq"));
        }
    }

    @Test
    void theSharedStateStaysAsItIsAlsoWhenTheRoomIsLoadedAgain() {
        start();
        reply("state", "s1", "patch", new JsonObject().put("a", 1));
        reply("state", "s2", "patch", new JsonObject().put("b", new JsonObject().put("c", 2)));
        long old = reply("state", "s3", "patch", new JsonObject().put("a", 3)).getLong("seq");
        room.dropAll();
        String expected = "{\"a\":3,\"b\":{\"c\":2}}";
        assertEquals(expected, state().getJsonObject("state").encode());
        ann.close();
        node.close();
        node = TestNode.startIn(node.folder(), Map.of());
        ann = node.connect("ann");
        ann.enter("r");
        assertEquals(expected, state().getJsonObject("state").encode());
        JsonObject refused = reply("state", "s4", "base", old - 1, "patch", new JsonObject().put("z", 1));
        assertEquals("conflict", refused.getString("code"), refused::encode);
        long seq = reply("state", "s5", "patch", new JsonObject().put("z", 1)).getLong("seq");
        assertTrue(seq > old);
        JsonObject onLast = reply("state", "s6", "base", seq, "patch", new JsonObject().put("z", 2));
        assertEquals("ack", onLast.getString("type"), onLast::encode);
    }

    private JsonObject state() {
        return node.http(node.token("cat")).getJson("/api/rooms/r/state");
    }

    @Test
    void theNodeLooksForWhatIsDueByItself() {
        start("PARLEY_ROOMS_RETENTIONEVERY", "50ms");
        ann.say("r", "m1", "one");
        ann.say("r", "m2", "two");
        assertEquals(List.of(1L, 2L), seqs(page("")));
        room.set("{\"retention\":1}");
        Frames.until("nothing is left", () -> seqs(page("")).isEmpty());
    }

    @Test
    void aRoomWithoutRetentionDropsNothing() {
        start();
        ann.say("r", "m1", "one");
        room.retain();
        assertEquals(List.of(1L), seqs(page("")));
    }
}
