package dev.parley.room;

import static dev.parley.testing.Frames.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits, deletes and reactions by several users of a room, on a real store. */
class AmendmentsTest {
    private static final List<String> EMOJIS = List.of(
            "😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈", "😉", "😊", "😋", "😌", "😍", "😎", "😏", "😐", "😑",
            "😒", "😓");

    private TestNode node;
    private TestSocket ann;
    private TestSocket bob;

    @BeforeEach
    void start() {
        start(Map.of());
    }

    private void start(Map<String, String> environment) {
        node = TestNode.start(environment);
        ann = node.connect("ann");
        bob = node.connect("bob");
        ann.enter("r");
        bob.enter("r");
    }

    @AfterEach
    void stop() {
        ann.close();
        bob.close();
        node.close();
    }

    /** The reply to a frame in the room. */
    @CanIgnoreReturnValue
    private static JsonObject reply(TestSocket socket, String type, String id, Object... fields) {
        socket.send(TestSocket.frame(type, fields).put("room", "r").put("id", id));
        return replyTo(socket, id);
    }

    private static JsonObject replyTo(TestSocket socket, String id) {
        return socket.await(f -> id.equals(f.getString("id")));
    }

    private static void assertRefused(String code, JsonObject reply) {
        assertEquals(code, reply.getString("code"), reply::encode);
    }

    private List<JsonObject> history() {
        return objects(
                node.http(node.token("cat")).getJson("/api/rooms/r/messages").getJsonArray("messages"));
    }

    /** The room's last number: that of what bob says next, less one. */
    private long lastSeq() {
        return bob.say("r", "last" + System.nanoTime(), "last").getLong("seq") - 1;
    }

    @Test
    void anEditIsAnEventAndHistoryShowsTheNewText() {
        ann.say("r", "m", "hello");
        JsonObject ack = reply(ann, "edit", "e", "target", 1, "text", "hello all");
        assertEquals("ack", ack.getString("type"), ack::encode);
        assertEquals(2, ack.getLong("seq"));
        for (TestSocket each : List.of(ann, bob)) {
            JsonObject edited = each == bob ? bob.await("edited") : edited(ann);
            assertEquals("ann", edited.getString("by"));
            assertEquals(2, edited.getLong("seq"));
            assertEquals(1, edited.getLong("target"));
            assertEquals("hello all", edited.getString("text"));
        }
        JsonObject message = history().get(0);
        assertEquals("hello all", message.getString("text"));
        assertEquals(ack.getLong("ts"), message.getLong("editedAt"));
    }

    private static JsonObject edited(TestSocket socket) {
        Frames.until("the event", () -> !Frames.ofType(socket.all(), "edited").isEmpty()); // before or behind the ack
        return Frames.ofType(socket.all(), "edited").get(0);
    }

    @Test
    void aDeletedMessageLeavesItsNumberAlone() {
        ann.say("r", "m", "a secret");
        reply(bob, "react", "l", "target", 1, "emoji", "👍", "on", true);
        JsonObject ack = reply(ann, "delete", "d", "target", 1);
        assertEquals(3, ack.getLong("seq"), ack::encode);
        assertEquals(1, bob.await("deleted").getLong("target"));
        JsonObject message = history().get(0);
        assertEquals(List.of("id", "seq", "from", "ts", "deleted"), List.copyOf(message.fieldNames()));
        JsonObject again = reply(ann, "message", "m", "message", "a secret");
        assertEquals(1, again.getLong("seq"), "a resend gets the first ack: " + again);
        assertTrue(again.getBoolean("duplicate"));
    }

    @Test
    void aModeratorDeletesWhatOthersSaid() {
        ann.say("r", "m", "spam");
        assertRefused("forbidden", reply(bob, "delete", "d", "target", 1));
        String token = node.token("mod", "moderator", List.of(), Duration.ofHours(1));
        try (TestSocket mod = TestSocket.connect(node.port(), "/ws", token)) {
            assertRefused("forbidden", reply(mod, "edit", "e", "target", 1, "text", "ham"));
            assertEquals(2, reply(mod, "delete", "d", "target", 1).getLong("seq"));
        }
        assertEquals("mod", bob.await("deleted").getString("by"));
    }

    @Test
    void whatCannotBeEditedIsToldAndNothingIsStored() {
        ann.say("r", "m", "mine");
        ann.say("r", "gone", "gone");
        reply(ann, "delete", "d", "target", 2);
        reply(ann, "emit", "x", "name", "move", "data", 1);
        long before = lastSeq();
        assertRefused("forbidden", reply(bob, "edit", "b1", "target", 1, "text", "x"));
        assertRefused("forbidden", reply(bob, "edit", "b2", "target", 2, "text", "x"));
        assertRefused("conflict", reply(ann, "edit", "a1", "target", 2, "text", "x"));
        assertRefused("not_found", reply(ann, "edit", "a2", "target", 3, "text", "a delete is no message"));
        assertRefused("not_found", reply(ann, "edit", "a3", "target", 4, "text", "an event is no message"));
        assertRefused("not_found", reply(ann, "edit", "a4", "target", 999, "text", "x"));
        assertRefused("not_found", reply(ann, "edit", "a5", "target", Long.MAX_VALUE, "text", "x"));
        assertRefused("conflict", reply(ann, "delete", "a6", "target", 2));
        assertRefused("conflict", reply(ann, "react", "a7", "target", 2, "emoji", "👍", "on", true));
        assertRefused("not_found", reply(ann, "react", "a8", "target", 4, "emoji", "👍", "on", true));
        assertRefused("not_found", reply(ann, "delete", "a9", "target", 3));
        assertRefused("conflict", reply(ann, "edit", "m", "target", 1, "text", "with the id of a message"));
        assertRefused("conflict", reply(ann, "message", "d", "message", "with the id of a delete"));
        assertEquals(before + 1, lastSeq());
        assertEquals("mine", history().get(0).getString("text"));
        assertEquals(before + 3, reply(ann, "delete", "a10", "target", 4).getLong("seq"), "an event goes");
    }

    @Test
    void twoEditsAtOnceAreStoredInTheirOrder() {
        ann.say("r", "m", "none");
        for (String id : List.of("e1", "e2", "e1", "e3")) {
            ann.send("edit", "room", "r", "id", id, "target", 1, "text", id);
        }
        assertEquals(2, replyTo(ann, "e1").getLong("seq"));
        assertEquals(3, replyTo(ann, "e2").getLong("seq"));
        JsonObject again = replyTo(ann, "e1");
        assertEquals(2, again.getLong("seq"));
        assertTrue(again.getBoolean("duplicate"));
        assertEquals(4, replyTo(ann, "e3").getLong("seq"));
        assertEquals("e3", history().get(0).getString("text"));
        assertRefused("conflict", reply(ann, "edit", "e1", "target", 1, "text", "another text"));
    }

    @Test
    void theTwentyFirstEmojiIsTooMuchAndOneMayGo() {
        ann.say("r", "m", "well?");
        for (String emoji : EMOJIS) {
            assertTrue(reply(ann, "react", emoji, "target", 1, "emoji", emoji, "on", true)
                    .containsKey("seq"));
        }
        assertRefused("too_large", reply(ann, "react", "n", "target", 1, "emoji", "👍", "on", true));
        JsonObject same = reply(bob, "react", "s", "target", 1, "emoji", EMOJIS.get(0), "on", true);
        assertEquals(22, same.getLong("seq"), "one that is there already: " + same);
        JsonObject nothing = reply(bob, "react", "s2", "target", 1, "emoji", EMOJIS.get(0), "on", true);
        assertEquals("ack", nothing.getString("type"));
        assertNull(nothing.getLong("seq"), "nothing was to be stored");
        reply(ann, "react", "o", "target", 1, "emoji", EMOJIS.get(1), "on", false);
        assertTrue(
                reply(ann, "react", "n", "target", 1, "emoji", "👍", "on", true).containsKey("seq"));
        List<JsonObject> reactions = objects(history().get(0).getJsonArray("reactions"));
        assertEquals(20, reactions.size());
        assertEquals(2, reactions.get(0).getInteger("count"));
        assertEquals("👍", reactions.get(19).getString("emoji"));
    }

    @Test
    void aResendThatALimitRefusesGetsTheFirstAck() {
        stop();
        start(Map.of("PARLEY_LIMITS_MESSAGES", "{\"perSecond\":1,\"burst\":5}"));
        List<JsonObject> frames = List.of(
                TestSocket.frame("message", "id", "m", "message", "hello"),
                TestSocket.frame("edit", "id", "e", "target", 1, "text", "hello all"),
                TestSocket.frame("react", "id", "r", "target", 1, "emoji", "👍", "on", true),
                TestSocket.frame("emit", "id", "x", "name", "move", "data", 1),
                TestSocket.frame("delete", "id", "d", "target", 1));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < frames.size(); i++) {
                JsonObject frame = frames.get(i).copy().put("room", "r");
                JsonObject ack = replyTo(ann.send(frame), frame.getString("id"));
                assertEquals(i + 1, ack.getLong("seq"), ack::encode);
                assertEquals(round > 0, ack.getBoolean("duplicate", false));
            }
        }
        // A token may come back meanwhile, so not each of them is refused.
        boolean refused = false;
        for (int i = 0; i < 10; i++) {
            JsonObject reply = reply(ann, "edit", "new" + i, "target", 4, "text", "x");
            refused |= "rate_limited".equals(reply.getString("code")) && reply.getLong("retryAfterMs") > 0;
        }
        assertTrue(refused);
        assertFalse(bob.say("r", "b", "others go on").containsKey("code"));
    }
}
