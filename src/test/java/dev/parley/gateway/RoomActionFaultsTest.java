package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with an edit, a delete, a reaction, a custom event or a signal is told, and nothing of it is stored. */
class RoomActionFaultsTest {
    @AutoClose
    private static final TestNode node =
            TestNode.start(Map.of("PARLEY_LIMITS_SIGNALS_PER_SECOND", "1", "PARLEY_LIMITS_SIGNALS_BURST", "3"));

    private static TestSocket client;

    @BeforeAll
    static void say() {
        client = node.connect("ann");
        client.enter("wrong");
        client.say("wrong", "m1", "one");
        client.send("emit", "room", "wrong", "name", "n", "data", 1).await("ack");
    }

    @AfterAll
    static void leave() {
        client.close();
    }

    private static JsonObject edit(Object target, Object text) {
        return TestSocket.frame("edit", "target", target, "text", text);
    }

    private static JsonObject react(Object target, Object emoji) {
        return TestSocket.frame("react", "target", target, "emoji", emoji, "on", true);
    }

    private static JsonObject emit(Object name, Object data) {
        return TestSocket.frame("emit", "name", name, "data", data);
    }

    private static JsonObject signal(Object data, Object to) {
        return TestSocket.frame("signal", "name", "n", "data", data, "to", to);
    }

    private static JsonArray users(int count) {
        return new JsonArray(IntStream.range(0, count).mapToObj(i -> "u" + i).toList());
    }

    private static Object nested(int depth) {
        Object value = 1;
        for (int i = 0; i < depth; i++) {
            value = new JsonArray().add(value);
        }
        return value;
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("not_found", "message", edit(3, "x")),
                arguments("not_found", "message", edit(Long.MAX_VALUE, "x")),
                arguments("not_found", "message", edit(2, "x")), // a custom event
                arguments("not_found", "message", react(2, "👍")),
                arguments("not_found", "message", react(99, "👍")),
                arguments("not_found", "message", TestSocket.frame("delete", "target", 99)),
                arguments("bad_frame", "not its id", edit("m1", "x")),
                arguments("bad_frame", "target", edit(0, "x")),
                arguments("bad_frame", "target", edit(-1, "x")),
                arguments("bad_frame", "target", edit(1.5, "x")),
                arguments("bad_frame", "target", TestSocket.frame("delete")),
                arguments("bad_frame", "text", edit(1, "")),
                arguments("bad_frame", "text", edit(1, 7)),
                arguments("too_large", "limits.text", edit(1, "x".repeat(16 * 1024 + 1))),
                arguments("bad_frame", "emoji", react(1, "")),
                arguments("bad_frame", "emoji", react(1, "up")),
                arguments("bad_frame", "emoji", react(1, "👍👍")),
                arguments("bad_frame", "emoji", react(1, "👍".repeat(1024))),
                arguments("bad_frame", "emoji", react(1, "x".repeat(4096))),
                arguments("bad_frame", "on", TestSocket.frame("react", "target", 1, "emoji", "👍")),
                arguments("bad_frame", "reserved", emit("parley.internal", 1)),
                arguments("bad_frame", "name", emit("a b", 1)),
                arguments("bad_frame", "name", emit("n".repeat(65), 1)),
                arguments("bad_frame", "data", TestSocket.frame("emit", "name", "n")),
                arguments("bad_frame", "data", emit("n", "a\u0000b")),
                arguments("too_large", "limits.event", emit("n", "x".repeat(32 * 1024))),
                arguments("too_large", "limits.depth", emit("n", nested(33))),
                arguments("too_large", "limits.jsonFields", emit("n", users(1001))),
                arguments("too_large", "limits.signal", signal("x".repeat(4096), users(1))),
                arguments("too_large", "limits.signalTo", signal(1, users(101))),
                arguments("bad_frame", "to", signal(1, users(0))),
                arguments("bad_frame", "to", signal(1, "ann")),
                arguments("too_large", "limits.frame", signal(1, users(10_000))));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void itIsRefusedAndNothingIsStored(String code, String names, JsonObject frame) {
        String text = frame.put("room", "wrong").put("id", "w").encode();
        if (names.equals("limits.frame")) {
            try (TestSocket bad = node.connect("bad")) {
                bad.sendText(text);
                assertEquals(1009, bad.awaitClose());
            }
        } else {
            JsonObject error = client.sendText(text).await("error");
            assertEquals(code, error.getString("code"), error::encode);
            assertTrue(error.getString("error").contains(names), error::encode);
            // Of a frame that was not read to its end the id is not known.
            assertEquals(names.equals("limits.jsonFields") ? null : "w", error.getString("id"), error::encode);
        }
        client.send("ping").await("pong");
        assertEquals(2, client.send("init", "room", "wrong").await("ready").getLong("seq"));
    }

    @Test
    void ofTwoDeletesAtOnceOneIsAConflict() {
        try (TestSocket ann = node.connect("ann");
                TestSocket phone = node.connect("ann")) {
            ann.enter("twice");
            ann.say("twice", "m1", "one");
            ann.send("delete", "room", "twice", "target", 1, "id", "d1");
            phone.send("delete", "room", "twice", "target", 1, "id", "d2");
            JsonObject one = ann.await(f -> "d1".equals(f.getString("id")));
            JsonObject other = phone.await(f -> "d2".equals(f.getString("id")));
            List<String> outcomes = new ArrayList<>(List.of(
                    one.getString("code", one.getString("type")), other.getString("code", other.getString("type"))));
            outcomes.sort(null);
            assertEquals(List.of("ack", "conflict"), outcomes);
            assertEquals(2, ann.send("init", "room", "twice").await("ready").getLong("seq"));
        }
    }

    @Test
    void theTwentyFirstEmojiIsTooMany() {
        // each user has a limit of messages of its own
        try (TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            ann.enter("many");
            bob.enter("many");
            ann.say("many", "m1", "one");
            for (int i = 0; i < 21; i++) {
                TestSocket by = i % 2 == 0 ? ann : bob;
                String emoji = Character.toString(0x1F600 + i);
                by.send("react", "room", "many", "target", 1, "emoji", emoji, "on", true, "id", "r" + i);
                String id = "r" + i;
                JsonObject reply = by.await(f -> id.equals(f.getString("id")));
                assertEquals(i < 20 ? null : "too_large", reply.getString("code"), reply::encode);
            }
            bob.send("react", "room", "many", "target", 1, "emoji", "😀", "on", true, "id", "known");
            assertEquals(
                    "ack", bob.await(f -> "known".equals(f.getString("id"))).getString("type"));
        }
    }

    @Test
    void whoSendsTooManySignalsIsSlowedDown() {
        try (TestSocket eve = node.connect("eve")) {
            eve.enter("fast");
            for (int i = 0; i < 30; i++) {
                eve.send("signal", "room", "fast", "name", "n", "data", i);
            }
            JsonObject error = eve.await("error");
            assertEquals("rate_limited", error.getString("code"), error::encode);
            assertTrue(error.getLong("retryAfterMs") > 0);
            assertTrue(error.getString("error").contains("limits.signals"), error::encode);
        }
    }
}
