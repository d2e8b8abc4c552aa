package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a frame is told, by the name of the field, and the connection goes on. */
class FrameFaultsTest {
    private static TestNode node;
    private static TestSocket client;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        client = node.connect("ann");
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    /** The answer to a frame, and a sign that the connection goes on. */
    private static JsonObject answerTo(String text) {
        JsonObject answer = client.sendText(text).await(f -> true);
        client.send("ping").await("pong");
        return answer;
    }

    @CanIgnoreReturnValue
    private static JsonObject assertBad(String names, String text) {
        JsonObject error = answerTo(text);
        assertEquals("error", error.getString("type"), text);
        assertEquals("bad_frame", error.getString("code"), text);
        assertTrue(error.getString("error").contains(names), error.getString("error"));
        return error;
    }

    static String[] notAnObject() {
        return new String[] {
            "",
            " ",
            "hello",
            "null",
            "true",
            "7",
            "\"x\"",
            "[]",
            "[{\"type\":\"ping\"}]",
            "{",
            "{}}",
            "{\"type\":\"ping\"}{\"type\":\"ping\"}",
            "{\"type\":\"ping\"} x",
            "{'type':'ping'}",
            "{\"type\":\"ping\",}",
            "{\"type\":\"ping\",\"n\":NaN}",
            "{\"type\":\"ping\",\"n\":" + "9".repeat(5000) + "}",
            "{\"a\":".repeat(5000) + "1" + "}".repeat(5000),
            "[".repeat(60_000),
            "{\"" + "k".repeat(60_000) + "\":1}",
        };
    }

    @ParameterizedTest
    @MethodSource("notAnObject")
    void whatIsNoJsonObjectIsABadFrame(String text) {
        JsonObject error = answerTo(text);
        assertEquals("bad_frame", error.getString("code"), error.encode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            type    | {}
            type    | {"type":null}
            type    | {"type":7}
            type    | {"type":["ping"]}
            dance   | {"type":"dance"}
            PING    | {"type":"PING"}
            id      | {"type":"ping","id":7}
            id      | {"type":"ping","id":""}
            id      | {"type":"ping","id":{}}
            id      | {"type":"ping","id":"\\ud800"}
            room    | {"type":"init","room":7}
            room    | {"type":"init","room":""}
            room    | {"type":"init","room":"a b"}
            room    | {"type":"init","room":".a"}
            room    | {"type":"init","room":"a.events"}
            room    | {"type":"init","room":"caf\\u00e9"}
            room    | {"type":"init","room":"a\\n"}
            room    | {"type":"init","room":"\\ud800"}
            room    | {"type":"message","room":"a/b","message":"x"}
            room    | {"type":"init","conversationId":"a b"}
            conversationId | {"type":"init","conversationId":[]}
            userId  | {"type":"init","userId":7}
            since   | {"type":"init","since":"1"}
            since   | {"type":"init","since":-1}
            since   | {"type":"init","since":1.5}
            since   | {"type":"init","since":1e400}
            since   | {"type":"init","since":99999999999999999999}
            since   | {"type":"init","since":true}
            message | {"type":"message"}
            message | {"type":"message","message":null}
            message | {"type":"message","message":7}
            message | {"type":"message","message":""}
            message | {"type":"message","message":[]}
            text    | {"type":"message","message":{}}
            text    | {"type":"message","message":{"text":7}}
            text    | {"type":"message","message":{"text":""}}
            replyTo | {"type":"message","message":{"text":"x","replyTo":{}}}
            replyTo | {"type":"message","message":{"text":"x","replyTo":""}}
            replyTo | {"type":"message","message":{"text":"x","replyTo":1.5}}
            mentions | {"type":"message","message":{"text":"x","mentions":"bob"}}
            mentions | {"type":"message","message":{"text":"x","mentions":[7]}}
            attachments | {"type":"message","message":{"text":"x","attachments":"a"}}
            limit   | {"type":"load_messages","limit":0}
            limit   | {"type":"load_messages","limit":-5}
            limit   | {"type":"load_messages","limit":1.5}
            limit   | {"type":"load_messages","limit":"50"}
            startAfter | {"type":"load_messages","startAfter":-1}
            startAfter | {"type":"load_messages","startAfter":""}
            startAfter | {"type":"load_messages","startAfter":1.5}
            startAfter | {"type":"load_messages","startAfter":{}}
            on      | {"type":"typing"}
            on      | {"type":"typing","on":"true"}
            token   | {"type":"auth"}
            token   | {"type":"auth","token":7}
            turn    | {"type":"cancel"}
            turn    | {"type":"cancel","turn":1}
            turn    | {"type":"approve","call":"c","allow":true}
            call    | {"type":"approve","turn":"t","allow":true}
            allow   | {"type":"approve","turn":"t","call":"c","allow":"yes"}
            """)
    void theWrongFieldIsNamed(String field, String text) {
        assertBad(field, text);
    }

    @Test
    void theAnswerCarriesTheIdOfWhatWasWrong() {
        assertEquals(
                "q1", assertBad("dance", "{\"type\":\"dance\",\"id\":\"q1\"}").getString("id"));
        assertEquals(
                "q2",
                assertBad("since", "{\"type\":\"init\",\"since\":-1,\"id\":\"q2\"}")
                        .getString("id"));
        assertNull(assertBad("id", "{\"type\":\"ping\",\"id\":7}").getValue("id"));
    }

    @Test
    void anIdHas64CharactersAtMost() {
        String longest = "i".repeat(64);
        assertEquals(longest, client.send("ping", "id", longest).await("pong").getString("id"));
        JsonObject error = assertBad("id", "{\"type\":\"ping\",\"id\":\"" + longest + "i\"}");
        assertNull(error.getValue("id"));
    }

    @Test
    void aRoomsNameHas128CharactersAtMost() {
        String longest = "r".repeat(128);
        assertEquals(longest, client.enter(longest).getString("room"));
        assertBad("room", "{\"type\":\"init\",\"room\":\"" + longest + "r\"}");
        assertBad("room", "{\"type\":\"init\",\"room\":\"assistant:me:" + longest + "\"}");
        client.send("leave", "room", longest).await("left");
    }

    @Test
    void aTextOverItsLimitIsTooLargeInBytes() {
        String largest = "é".repeat(8 * 1024);
        assertEquals("ack", client.say("long", "t1", largest).getString("type"));
        for (Object message : new Object[] {largest + "x", new JsonObject().put("text", largest + "x")}) {
            client.send("message", "room", "long", "id", "t2", "message", message);
            JsonObject error = client.await("error");
            assertEquals("too_large", error.getString("code"));
            assertEquals("t2", error.getString("id"));
            assertTrue(error.getString("error").contains("limits.text"), error.encode());
        }
        client.send("leave", "room", "long").await("left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\ud800b", "\\u0000", "\\uFFFE\\u202e", "😀"})
    void oddCharactersAreStoredAndShownTheSameToAll(String escaped) {
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("odd");
            client.sendText("{\"type\":\"message\",\"room\":\"odd\",\"message\":\"" + escaped + "\"}")
                    .await("ack");
            String live = bob.await("message").getJsonObject("message").getString("text");
            bob.send("load_messages", "room", "odd", "limit", 1);
            JsonObject page = bob.await("messages_loaded");
            assertEquals(live, page.getJsonArray("messages").getJsonObject(0).getString("text"));
        }
        client.send("leave", "room", "odd").await("left");
    }

    @Test
    void theLastOfTwoEqualKeysCountsAndOthersArePassedOver() {
        assertEquals("pong", answerTo("{\"type\":\"dance\",\"type\":\"ping\"}").getString("type"));
        assertEquals(
                "pong", answerTo("{\"type\":\"ping\",\"x\":{\"y\":[1e308]}}").getString("type"));
    }

    @Test
    void threeBadFramesInARowCloseButAGoodOneBetweenResets() {
        try (TestSocket bad = node.connect("bad")) {
            bad.sendText("x").sendText("y").send("ping").await("pong");
            bad.send("dance").sendBinary(new byte[] {1}).send("ping").await("pong");
            bad.sendText("x").sendBinary(new byte[] {1}).send("typing", "room", "main");
            assertEquals(4500, bad.awaitClose());
            assertEquals(
                    7,
                    bad.all().stream()
                            .filter(f -> "bad_frame".equals(f.getString("code")))
                            .count());
        }
    }
}
