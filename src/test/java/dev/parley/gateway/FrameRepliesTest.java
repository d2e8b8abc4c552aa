package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every type of frame and what answers it, with its {@code id}. */
class FrameRepliesTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private TestSocket ann;
    private TestSocket bob;

    @BeforeEach
    void connect() {
        ann = node.connect("ann");
        bob = node.connect("bob");
    }

    @AfterEach
    void disconnect() {
        ann.close();
        bob.close();
    }

    private JsonObject ask(String type, Object... fields) {
        JsonObject frame = TestSocket.frame(type, fields).put("id", "q-" + type);
        return ann.send(frame).await(f -> ("q-" + type).equals(f.getString("id")) && !isMessage(f));
    }

    private static boolean isMessage(JsonObject frame) {
        return "message".equals(frame.getString("type"));
    }

    @Test
    void initIsAnsweredWithReady() {
        JsonObject ready = ask("init", "room", "a1");
        assertEquals("ready", ready.getString("type"));
        assertEquals("a1", ready.getString("room"));
        assertEquals("ann", ready.getString("userId"));
        assertEquals(0, ready.getLong("seq"));
        assertEquals(0, ready.getLong("since"));
        assertFalse(ready.getBoolean("reset"));
        assertEquals(1, ready.getInteger("members"));
        assertTrue(ready.getJsonArray("turns").isEmpty());
        assertNotNull(ready.getString("node"));
        assertEquals(1, ready.getInteger("v"));
    }

    @Test
    void aMessageIsAcknowledgedAndGoesToAllWithTheSendersId() {
        bob.enter("a2");
        JsonObject ack = ask("message", "room", "a2", "message", "hello");
        assertEquals("ack", ack.getString("type"));
        assertEquals(1, ack.getLong("seq"));
        assertTrue(Math.abs(ack.getLong("ts") - System.currentTimeMillis()) < 60_000);
        JsonObject heard = bob.await("message");
        assertEquals("q-message", heard.getJsonObject("message").getString("id"));
        assertEquals("ann", heard.getJsonObject("message").getJsonObject("from").getString("id"));
        JsonObject again = ask("message", "room", "a2", "message", "hello");
        assertTrue(again.getBoolean("duplicate"));
        assertEquals(1, again.getLong("seq"));
        assertEquals(
                "conflict", ask("message", "room", "a2", "message", "other").getString("code"));
    }

    @Test
    void historyIsLoadedOldestFirstAndInPages() {
        for (int i = 1; i <= 3; i++) {
            ann.say("a3", "m" + i, "text " + i);
        }
        assertEquals(List.of(1L, 2L, 3L), seqs(ask("load_messages", "room", "a3")));
        JsonObject page = ask("load_messages", "room", "a3", "limit", 1, "startAfter", 3);
        assertEquals(List.of(2L), seqs(page));
        assertTrue(page.getBoolean("hasMore"));
        assertEquals(List.of(1L, 2L), seqs(ask("load_messages", "room", "a3", "startAfter", "3")));
        JsonObject first = ask("load_messages", "room", "a3", "startAfter", "m2", "limit", 500);
        assertEquals(List.of(1L), seqs(first));
        assertFalse(first.getBoolean("hasMore"));
        assertEquals(
                "not_found",
                ask("load_messages", "room", "a3", "startAfter", "nobody").getString("code"));
        assertEquals(
                "messages_loaded",
                ask("load_messages", "room", "a3", "limit", 3_000_000_000L).getString("type"));
    }

    private static List<Long> seqs(JsonObject page) {
        return page.getJsonArray("messages").stream()
                .map(m -> ((JsonObject) m).getLong("seq"))
                .toList();
    }

    @Test
    void typingIsShownToOthersAndAnsweredOnlyIfAsked() {
        bob.enter("a4");
        assertEquals("ack", ask("typing", "room", "a4", "on", true).getString("type"));
        JsonObject typing = bob.await("typing");
        assertEquals("ann", typing.getString("by"));
        assertTrue(typing.getBoolean("on"));
        ann.send("typing", "room", "a4", "on", false).send("ping").await("pong");
        assertFalse(bob.await("typing").getBoolean("on"));
        assertEquals(
                1,
                ann.all().stream()
                        .filter(f -> "ack".equals(f.getString("type")))
                        .count());
    }

    @Test
    void whoListsTheMembersAndLeaveIsAnswered() {
        bob.enter("a5");
        JsonObject members = ask("who", "room", "a5");
        assertEquals("members", members.getString("type"));
        assertEquals(2, members.getInteger("count"));
        assertEquals(2, members.getJsonArray("members").size());
        bob.await(f -> "joined".equals(f.getString("type")) && f.encode().contains("ann"));
        assertEquals("left", ask("leave", "room", "a5").getString("type"));
        assertEquals("ann", bob.await("gone").getJsonArray("members").getString(0));
        bob.say("a5", "b1", "is ann here?");
        ann.send("ping").await("pong");
        assertTrue(ann.all().stream().noneMatch(FrameRepliesTest::isMessage));
    }

    @Test
    void pingTellsTheTimeAndAuthTheExpiry() {
        assertTrue(Math.abs(ask("ping").getLong("ts") - System.currentTimeMillis()) < 60_000);
        assertEquals("authed", ask("auth", "token", node.token("ann")).getString("type"));
    }

    @Test
    void cancelEndsAnAnswerAndOfAnEndedOneIsNotFound() {
        assertEquals("not_found", ask("cancel", "room", "a6", "turn", "none").getString("code"));
        ann.enter("a6");
        ann.say("a6", "c1", "@assistant count to 5000");
        String turn = ann.await("chunk").getString("turn");
        JsonObject ack = ask("cancel", "room", "a6", "turn", turn);
        assertEquals("ack", ack.getString("type"));
        JsonObject complete = ann.all().stream()
                .filter(f -> "complete".equals(f.getString("type")))
                .findFirst()
                .orElseGet(() -> ann.await("complete"));
        assertEquals("cancelled", complete.getString("reason"));
        assertEquals(ack.getLong("seq"), complete.getLong("seq"));
        assertEquals("not_found", ask("cancel", "room", "a6", "turn", turn).getString("code"));
    }
}
