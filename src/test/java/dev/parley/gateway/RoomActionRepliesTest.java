package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do in a room beside talking: what is replied, what the others see, and what is left of it later. */
class RoomActionRepliesTest {
    private static final AtomicInteger ROOMS = new AtomicInteger();

    @AutoClose
    private static final TestNode node = TestNode.start();

    private final String room = "acts-" + ROOMS.incrementAndGet();
    private TestSocket ann;
    private TestSocket bob;
    private int asked;

    @BeforeEach
    void connect() {
        ann = node.connect("ann");
        bob = node.connect("bob");
        ann.enter(room);
        bob.enter(room);
    }

    @AfterEach
    void disconnect() {
        ann.close();
        bob.close();
    }

    @CanIgnoreReturnValue
    private JsonObject ask(TestSocket client, String type, Object... fields) {
        return askAs("q" + ++asked, client, type, fields);
    }

    private JsonObject askAs(String id, TestSocket client, String type, Object... fields) {
        client.send(TestSocket.frame(type, fields).put("room", room).put("id", id));
        return client.await(f -> id.equals(f.getString("id")));
    }

    @CanIgnoreReturnValue
    private static JsonObject assertAck(long seq, JsonObject reply) {
        assertEquals("ack", reply.getString("type"), reply::encode);
        assertEquals(seq, reply.getLong("seq"), reply::encode);
        assertTrue(Math.abs(reply.getLong("ts") - System.currentTimeMillis()) < 60_000);
        return reply;
    }

    private List<JsonObject> history() {
        JsonArray messages = ask(bob, "load_messages").getJsonArray("messages");
        return messages.stream().map(JsonObject.class::cast).toList();
    }

    /** What a client gets that has nothing, up to this {@code seq}. */
    private List<JsonObject> replay(long upTo) {
        try (TestSocket cy = node.connect("cy")) {
            cy.send("init", "room", room, "since", 0);
            cy.await(f -> f.getLong("seq", 0L) == upTo && !"ready".equals(f.getString("type")));
            return cy.all().stream()
                    .filter(f -> f.containsKey("seq") && !"ready".equals(f.getString("type")))
                    .toList();
        }
    }

    @Test
    void anEditedMessageIsShownWithItsNewTextEverywhere() {
        ann.say(room, "m1", "@bob first");
        JsonObject ack = assertAck(2, ask(ann, "edit", "target", 1, "text", "second"));
        JsonObject edited = bob.await("edited");
        assertEquals(
                new JsonObject()
                        .put("type", "edited")
                        .put("room", room)
                        .put("seq", 2)
                        .put("by", "ann")
                        .put("ts", ack.getLong("ts"))
                        .put("target", 1)
                        .put("text", "second"),
                edited);
        JsonObject message = history().get(0);
        assertEquals("second", message.getString("text"));
        assertEquals("m1", message.getString("id"));
        assertEquals(ack.getLong("ts"), message.getLong("editedAt"));
        List<JsonObject> replay = replay(2);
        assertEquals(message, replay.get(0).getJsonObject("message"));
        assertEquals(edited, replay.get(1));
    }

    @Test
    void ofADeletedMessageOnlyItsPlaceIsLeft() {
        ann.say(room, "m1", "secret");
        bob.send(
                "message",
                "room",
                room,
                "message",
                new JsonObject().put("text", "yes").put("replyTo", "m1"));
        bob.await(f -> "message".equals(f.getString("type")) && f.getLong("seq") == 2);
        ask(bob, "react", "target", 1, "emoji", "👍", "on", true);
        ask(ann, "edit", "target", 1, "text", "also secret");
        JsonObject ack = assertAck(5, ask(ann, "delete", "target", 1));
        JsonObject deleted = bob.await("deleted");
        assertEquals(
                new JsonObject()
                        .put("type", "deleted")
                        .put("room", room)
                        .put("seq", 5)
                        .put("by", "ann")
                        .put("ts", ack.getLong("ts"))
                        .put("target", 1),
                deleted);
        JsonObject message = history().get(0);
        assertEquals(List.of("id", "seq", "from", "ts", "deleted"), List.copyOf(message.fieldNames()));
        assertTrue(message.getBoolean("deleted"));
        assertEquals("m1", history().get(1).getString("replyTo"));
        List<JsonObject> replay = replay(5);
        assertEquals(List.of("message", "message", "reaction", "edited", "deleted"), types(replay));
        assertEquals(message, replay.get(0).getJsonObject("message"));
        assertFalse(replay.get(3).containsKey("text"));
        assertFalse(replay.toString().contains("secret"), replay::toString);
        JsonObject again = ann.say(room, "m1", "secret");
        assertTrue(again.getBoolean("duplicate") && again.getLong("seq") == 1, again::encode);
    }

    private static List<String> types(List<JsonObject> frames) {
        return frames.stream().map(f -> f.getString("type")).toList();
    }

    @Test
    void reactionsAreCountedInTheOrderInWhichTheyCame() {
        ann.say(room, "m1", "hi");
        JsonObject ack = assertAck(2, ask(ann, "react", "target", 1, "emoji", "👍🏽", "on", true));
        assertEquals(
                new JsonObject()
                        .put("type", "reaction")
                        .put("room", room)
                        .put("seq", 2)
                        .put("by", "ann")
                        .put("ts", ack.getLong("ts"))
                        .put("target", 1)
                        .put("emoji", "👍🏽")
                        .put("on", true),
                bob.await("reaction"));
        assertAck(3, ask(bob, "react", "target", 1, "emoji", "❤️", "on", true));
        assertAck(4, ask(bob, "react", "target", 1, "emoji", "👍🏽", "on", true));
        JsonObject nothing = ask(bob, "react", "target", 1, "emoji", "👍🏽", "on", true);
        assertEquals("ack", nothing.getString("type"));
        assertFalse(nothing.containsKey("seq"), nothing::encode);
        assertEquals(
                "[{\"emoji\":\"👍🏽\",\"count\":2,\"users\":[\"ann\",\"bob\"]},"
                        + "{\"emoji\":\"❤️\",\"count\":1,\"users\":[\"bob\"]}]",
                history().get(0).getJsonArray("reactions").encode());
        assertAck(5, ask(ann, "react", "target", 1, "emoji", "👍🏽", "on", false));
        assertAck(6, ask(bob, "react", "target", 1, "emoji", "👍🏽", "on", false));
        assertEquals(
                "[{\"emoji\":\"❤️\",\"count\":1,\"users\":[\"bob\"]}]",
                history().get(0).getJsonArray("reactions").encode());
        assertEquals(6, replay(6).size());
    }

    @Test
    void aCustomEventIsStoredAndSeenByAll() {
        JsonObject data =
                new JsonObject().put("dice", new JsonArray().add(3).add(4.5)).putNull("bonus");
        JsonObject ack = assertAck(1, ask(ann, "emit", "name", "dice.rolled", "data", data));
        JsonObject event = new JsonObject()
                .put("type", "event")
                .put("room", room)
                .put("seq", 1)
                .put("by", "ann")
                .put("ts", ack.getLong("ts"))
                .put("name", "dice.rolled")
                .put("data", data);
        assertEquals(event, bob.await("event"));
        assertEquals(List.of(event), replay(1));
        assertEquals(List.of(), history());
        ann.send("emit", "room", room, "name", "without-id", "data", "x");
        assertAck(2, ann.await("ack"));
        assertAck(3, ask(ann, "delete", "target", 1));
        JsonObject left = replay(3).get(0);
        assertEquals(List.of("type", "room", "seq", "by", "ts", "deleted"), List.copyOf(left.fieldNames()));
    }

    @Test
    void theSameIdAgainGetsTheFirstAck() {
        ann.say(room, "m1", "one");
        Object[] edit = {"target", 1, "text", "two"};
        JsonObject first = assertAck(2, askAs("e", ann, "edit", edit));
        JsonObject again = assertAck(2, askAs("e", ann, "edit", edit));
        assertTrue(again.getBoolean("duplicate"));
        assertEquals(first.getLong("ts"), again.getLong("ts"));
        assertEquals("conflict", code(askAs("e", ann, "edit", "target", 1, "text", "three")));
        assertEquals("conflict", code(askAs("e", ann, "delete", "target", 1)));
        assertEquals("conflict", code(askAs("m1", ann, "edit", edit)));
        assertEquals("conflict", code(askAs("e", ann, "message", "message", "two")));
        assertAck(3, askAs("v", ann, "emit", "name", "n", "data", 1));
        assertTrue(askAs("v", ann, "emit", "name", "n", "data", 1).getBoolean("duplicate"));
        assertEquals("conflict", code(askAs("v", ann, "emit", "name", "n", "data", 2)));
        assertAck(4, askAs("e", bob, "react", "target", 1, "emoji", "👍", "on", true));
        assertAck(5, askAs("d", ann, "delete", "target", 1));
        assertTrue(askAs("d", ann, "delete", "target", 1).getBoolean("duplicate"));
        assertTrue(askAs("e", ann, "edit", edit).getBoolean("duplicate"));
    }

    private static String code(JsonObject reply) {
        assertEquals("error", reply.getString("type"), reply::encode);
        return reply.getString("code");
    }

    /** What is not asked for by an id is not answered: the next reply is that of the ping. */
    @Test
    void withoutAnIdEditsAndReactionsAreNotAnsweredButRefused() {
        ann.say(room, "m1", "one");
        ann.send("edit", "room", room, "target", 1, "text", "two")
                .send("react", "room", room, "target", 1, "emoji", "👍", "on", true)
                .send("signal", "room", room, "name", "n", "data", 1);
        bob.await("reaction");
        ann.send("delete", "room", room, "target", 1);
        bob.await("deleted");
        ann.send("ping").await("pong");
        List<String> types = types(ann.all());
        assertEquals(1, types.stream().filter("ack"::equals).count(), types::toString);
        ann.send("edit", "room", room, "target", 1, "text", "three");
        assertEquals("conflict", code(ann.await("error")));
    }

    @Test
    void aSignalReachesTheOthersOrThoseWhoAreNamedAndIsNotStored() {
        try (TestSocket cy = node.connect("cy");
                TestSocket annsPhone = node.connect("ann")) {
            cy.enter(room);
            annsPhone.enter(room);
            JsonObject done = ask(ann, "signal", "name", "wave", "data", "all");
            assertEquals("ack", done.getString("type"));
            assertNull(done.getValue("seq"));
            ask(
                    ann,
                    "signal",
                    "name",
                    "wave",
                    "data",
                    "cy",
                    "to",
                    new JsonArray().add("cy").add("nobody"));
            ask(ann, "signal", "name", "wave", "data", "self", "to", new JsonArray().add("ann"));
            ann.say(room, "end", "end");
            for (TestSocket client : List.of(ann, bob, cy, annsPhone)) {
                client.await(f -> "message".equals(f.getString("type")));
            }
            assertEquals(List.of("all"), signals(bob));
            assertEquals(List.of("all", "cy"), signals(cy));
            assertEquals(List.of("self"), signals(ann));
            assertEquals(List.of("self"), signals(annsPhone));
            assertEquals(
                    new JsonObject()
                            .put("type", "signal")
                            .put("room", room)
                            .put("by", "ann")
                            .put("name", "wave")
                            .put("data", "all"),
                    bob.all().stream()
                            .filter(f -> "signal".equals(f.getString("type")))
                            .findFirst()
                            .orElseThrow());
            assertEquals(1, replay(1).size());
        }
    }

    private static List<String> signals(TestSocket client) {
        return client.all().stream()
                .filter(f -> "signal".equals(f.getString("type")))
                .map(f -> f.getString("data"))
                .toList();
    }

    @Test
    void whoMayDeleteWhat() {
        ann.say(room, "m1", "ann's");
        assertEquals("forbidden", code(ask(bob, "delete", "target", 1)));
        assertEquals("forbidden", code(ask(bob, "edit", "target", 1, "text", "bob's")));
        try (TestSocket mod = TestSocket.connect(
                node.port(), "/ws", node.token("mod", "moderator", List.of(), Duration.ofMinutes(5)))) {
            assertEquals("forbidden", code(ask(mod, "edit", "target", 1, "text", "mod's")));
            assertAck(2, ask(mod, "delete", "target", 1));
            assertEquals("mod", ann.await("deleted").getString("by"));
            assertEquals("conflict", code(ask(mod, "delete", "target", 1)));
            assertEquals("conflict", code(ask(bob, "react", "target", 1, "emoji", "👍", "on", true)));
            assertEquals("forbidden", code(ask(bob, "edit", "target", 1, "text", "x")), "asked before conflict");
        }
    }

    @Test
    void anAnswerThatWasDeletedIsReplayedWithoutItsText() {
        ann.send("message", "room", room, "message", "@assistant help");
        JsonObject complete = bob.await("complete");
        long seq = complete.getLong("seq");
        assertFalse(complete.getString("content").isEmpty());
        assertEquals("forbidden", code(ask(ann, "edit", "target", seq, "text", "mine")));
        assertEquals("forbidden", code(ask(ann, "delete", "target", seq)));
        try (TestSocket mod = TestSocket.connect(
                node.port(), "/ws", node.token("mod", "moderator", List.of(), Duration.ofMinutes(5)))) {
            assertAck(seq + 1, ask(mod, "delete", "target", seq));
        }
        JsonObject left = replay(seq + 1).stream()
                .filter(f -> "complete".equals(f.getString("type")))
                .findFirst()
                .orElseThrow();
        assertTrue(left.getJsonObject("message").getBoolean("deleted"));
        assertFalse(left.containsKey("content"), left::encode);
        assertEquals(complete.getString("turn"), left.getString("turn"));
        assertFalse(history().get(1).containsKey("text"));
    }

    @Test
    void aPageCountsMessagesAloneWhateverBecameOfThem() {
        ann.say(room, "m1", "one");
        for (int i = 0; i < 5; i++) {
            ask(bob, "emit", "name", "n", "data", i);
        }
        ann.say(room, "m2", "two");
        ask(ann, "edit", "target", 1, "text", "uno");
        ask(ann, "delete", "target", 7);
        ann.say(room, "m3", "three");
        JsonObject page = ask(bob, "load_messages", "limit", 2);
        assertEquals(List.of(7L, 10L), seqs(page));
        assertTrue(page.getBoolean("hasMore"));
        JsonObject before = ask(bob, "load_messages", "limit", 2, "startAfter", 7);
        assertEquals(List.of(1L), seqs(before));
        assertFalse(before.getBoolean("hasMore"));
        assertEquals("uno", before.getJsonArray("messages").getJsonObject(0).getString("text"));
        assertEquals(List.of(1L), seqs(ask(bob, "load_messages", "startAfter", "m2")), "a deleted one's id");
    }

    private static List<Long> seqs(JsonObject page) {
        return page.getJsonArray("messages").stream()
                .map(m -> ((JsonObject) m).getLong("seq"))
                .toList();
    }
}
