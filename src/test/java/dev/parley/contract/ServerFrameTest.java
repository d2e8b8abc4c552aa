package dev.parley.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.HistoryPage;
import dev.parley.model.Member;
import dev.parley.model.Reaction;
import dev.parley.model.Role;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes over the wire, to the byte. */
class ServerFrameTest {
    private static final int RANDOM_TEXTS = 2000;
    private static final Author ANN = new Author("ann", "Ann \"A\"", Author.Kind.USER);
    private static final Author BOT = new Author("bot", "bot", Author.Kind.ASSISTANT);
    private static final Turn TURN = new Turn("r", "t1", "bot", 2, 7, ANN, 0);
    private static final Member BOB = new Member("bob", "Bob", "b.png");

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void assertWire(String expected, ServerFrame frame) {
        assertEquals(expected, text(frame.encode()));
        assertEquals(new JsonObject(expected), frame.toJson());
        assertEquals(expected.substring(0, expected.length() - 1) + ",\"id\":\"q\"}", text(frame.encode("q")));
        assertEquals(expected, text(frame.encode(null)));
    }

    private static Event said(Content content) {
        return new Event("r", 8, 99, EventType.MESSAGE, "m1", ANN, content.body());
    }

    @Test
    void whatIsSaid() {
        String head = "{\"type\":\"message\",\"room\":\"r\",\"seq\":8,\"message\":{\"id\":\"m1\",\"seq\":8,"
                + "\"from\":{\"id\":\"ann\",\"name\":\"Ann \\\"A\\\"\",\"kind\":\"user\"},";
        assertWire(head + "\"text\":\"hi 😀\",\"ts\":99}}", ServerFrame.of(said(Content.of("hi 😀"))));
        assertWire(
                head + "\"text\":\"\\\"}\\\\\",\"ts\":99,\"replyTo\":\"3\",\"mentions\":[\"bob\",\"c,\\\"d\"]}}",
                ServerFrame.of(said(new Content("\"}\\", "3", List.of("bob", "c,\"d")))));
    }

    @Test
    void whatAnAssistantSaid() {
        String body = "{\"text\":\"a\\nb\",\"turn\":\"t1\",\"prompt\":7,\"reason\":\"failed\","
                + "\"usage\":{\"input\":1,\"output\":2,\"estimated\":false},\"error\":\"no, \\\"not\\\" now\"}";
        String frame =
                "{\"type\":\"complete\",\"room\":\"r\",\"turn\":\"t1\",\"reason\":\"failed\",\"content\":\"a\\nb\","
                        + "\"seq\":8,\"message\":{\"id\":\"m1\",\"seq\":8,\"from\":{\"id\":\"bot\",\"name\":\"bot\","
                        + "\"kind\":\"assistant\"},\"text\":\"a\\nb\",\"ts\":99,\"turn\":\"t1\",\"prompt\":7,\"reason\":\"failed\"},"
                        + "\"usage\":{\"input\":1,\"output\":2,\"estimated\":false},\"error\":\"no, \\\"not\\\" now\"}";
        assertWire(frame, ServerFrame.of(new Event("r", 8, 99, EventType.ANSWER, "m1", BOT, body)));
    }

    @Test
    void whatThisVersionDoesNotKnowIsPassedOnAsItIs() {
        String body =
                "{\"target\":3,\"ts\":1,\"by\":\"x\",\"seq\":2,\"emoji\":\"\\u2764 \\\"\",\"a b\":{\"c\":[1.50]}}";
        assertWire(
                "{\"type\":\"future\",\"room\":\"r\",\"seq\":8,\"by\":\"ann\",\"ts\":99,\"target\":3,"
                        + "\"emoji\":\"\\u2764 \\\"\",\"a b\":{\"c\":[1.50]}}",
                ServerFrame.of(new Event("r", 8, 99, "future", "m1", ANN, body)));
    }

    private static ServerFrame changed(String type, String body) {
        return ServerFrame.of(new Event("r", 8, 99, type, "k", ANN, body));
    }

    @Test
    void whatPeopleDoBesideTalking() {
        String head = "\",\"room\":\"r\",\"seq\":8,\"by\":\"ann\",\"ts\":99,";
        assertWire(
                "{\"type\":\"edited" + head + "\"target\":3,\"text\":\"new 😀\"}",
                changed(EventType.EDITED, "{\"target\":3,\"text\":\"new 😀\"}"));
        assertWire("{\"type\":\"edited" + head + "\"target\":3}", changed(EventType.EDITED, "{\"target\":3}"));
        assertWire("{\"type\":\"deleted" + head + "\"target\":3}", changed(EventType.DELETED, "{\"target\":3}"));
        assertWire(
                "{\"type\":\"reaction" + head + "\"target\":3,\"emoji\":\"👍\",\"on\":false}",
                changed(EventType.REACTION, "{\"target\":3,\"emoji\":\"👍\",\"on\":false}"));
        assertWire(
                "{\"type\":\"event" + head + "\"name\":\"n\",\"data\":{\"by\":[1.50,null]}}",
                changed(EventType.EVENT, "{\"name\":\"n\",\"data\":{\"by\":[1.50,null]}}"));
        assertWire("{\"type\":\"event" + head + "\"deleted\":true}", changed(EventType.EVENT, "{\"deleted\":true}"));
        assertWire(
                "{\"type\":\"state" + head + "\"patch\":{\"a\":null}}",
                changed(EventType.STATE, "{\"patch\":{\"a\":null}}"));
        assertWire(
                "{\"type\":\"signal\",\"room\":\"r\",\"by\":\"ann\",\"name\":\"n\",\"data\":[\"é\"]}",
                new ServerFrame.Signal("r", "ann", "n", "[\"é\"]"));
        assertWire(
                "{\"type\":\"state_loaded\",\"room\":\"r\",\"seq\":8,\"state\":{\"a\":{}}}",
                new ServerFrame.StateLoaded("r", 8, "{\"a\":{}}"));
    }

    @Test
    void whatBecameOfAMessage() {
        String head = "{\"type\":\"message\",\"room\":\"r\",\"seq\":8,\"message\":{\"id\":\"m1\",\"seq\":8,"
                + "\"from\":{\"id\":\"ann\",\"name\":\"Ann \\\"A\\\"\",\"kind\":\"user\"},";
        String edited = "{\"text\":\"new\",\"replyTo\":\"3\",\"mentions\":[\"bob\"],\"editedAt\":100}";
        Event event = new Event("r", 8, 99, EventType.MESSAGE, "m1", ANN, edited);
        assertWire(
                head + "\"text\":\"new\",\"ts\":99,\"replyTo\":\"3\",\"mentions\":[\"bob\"],\"editedAt\":100,"
                        + "\"reactions\":[{\"emoji\":\"👍\",\"count\":12,\"users\":[\"bob\",\"cy\"]},"
                        + "{\"emoji\":\"❤\",\"count\":1,\"users\":[\"ann\"]}]}}",
                ServerFrame.of(event.with(
                        List.of(new Reaction("👍", 12, List.of("bob", "cy")), new Reaction("❤", 1, List.of("ann"))))));
        assertWire(
                head + "\"ts\":99,\"deleted\":true}}",
                ServerFrame.of(new Event("r", 8, 99, EventType.MESSAGE, "m1", ANN, "{\"deleted\":true}")));
    }

    @Test
    void whatIsLeftOfAnAnswerThatWasDeleted() {
        assertWire(
                "{\"type\":\"complete\",\"room\":\"r\",\"turn\":\"t1\",\"reason\":\"done\",\"seq\":8,"
                        + "\"message\":{\"id\":\"m1\",\"seq\":8,\"from\":{\"id\":\"bot\",\"name\":\"bot\","
                        + "\"kind\":\"assistant\"},\"ts\":99,\"deleted\":true}}",
                ServerFrame.of(new Event(
                        "r",
                        8,
                        99,
                        EventType.ANSWER,
                        "m1",
                        BOT,
                        "{\"deleted\":true,\"turn\":\"t1\",\"reason\":\"done\"}")));
    }

    @Test
    void whatAnswersAFrame() {
        ServerFrame.Ack ack = new ServerFrame.Ack("q", "r", 8, 99, false);
        String acked = "{\"type\":\"ack\",\"room\":\"r\",\"id\":\"q\",\"seq\":8,\"ts\":99}";
        assertEquals(acked, text(ack.encode()));
        assertEquals(acked, text(ack.encode("q")));
        ServerFrame.Ack again = new ServerFrame.Ack("q", "r", 8, 99, true);
        assertEquals(
                "{\"type\":\"ack\",\"room\":\"r\",\"id\":\"q\",\"seq\":8,\"ts\":99,\"duplicate\":true}",
                text(again.encode()));
        assertWire("{\"type\":\"ack\",\"room\":\"r\",\"ts\":99}", new ServerFrame.Done("r", 0, 99));
        assertWire("{\"type\":\"ack\",\"room\":\"r\",\"seq\":8,\"ts\":99}", new ServerFrame.Done("r", 8, 99));
        assertWire(
                "{\"type\":\"ack\",\"room\":\"r\",\"seq\":8,\"ts\":99,\"duplicate\":true}",
                new ServerFrame.Done("r", 8, 99, true));
        assertWire("{\"type\":\"left\",\"room\":\"r\"}", new ServerFrame.Left("r"));
        assertWire("{\"type\":\"authed\",\"expiresAt\":9223372036854775807}", new ServerFrame.Authed(Long.MAX_VALUE));
        assertWire("{\"type\":\"pong\",\"ts\":99}", new ServerFrame.Pong(99));
        assertWire(
                "{\"type\":\"error\",\"error\":\"no\",\"code\":\"forbidden\"}",
                new ServerFrame.Failed(Code.FORBIDDEN.refuse("no"), null));
        assertWire(
                "{\"type\":\"error\",\"error\":\"slow\",\"code\":\"rate_limited\",\"room\":\"r\",\"retryAfterMs\":5}",
                new ServerFrame.Failed(Code.RATE_LIMITED.refuse("slow", 5), "r"));
    }

    @Test
    void whatARoomTells() {
        assertWire(
                "{\"type\":\"typing\",\"room\":\"r\",\"by\":\"ann\",\"on\":true}",
                new ServerFrame.Typing("r", "ann", true));
        assertWire(
                "{\"type\":\"chunk\",\"room\":\"r\",\"turn\":\"t1\",\"assistant\":\"bot\",\"attempt\":2,\"offset\":0,"
                        + "\"content\":\"\",\"prompt\":7,\"asker\":\"ann\"}",
                new ServerFrame.Chunk("r", TURN, 0, ""));
        assertWire(
                "{\"type\":\"chunk\",\"room\":\"r\",\"turn\":\"t1\",\"assistant\":\"bot\",\"attempt\":2,\"offset\":3,"
                        + "\"content\":\"é\"}",
                new ServerFrame.Chunk("r", TURN, 3, "é"));
        assertWire(
                "{\"type\":\"members\",\"room\":\"r\",\"members\":[{\"id\":\"bob\",\"name\":\"Bob\",\"picture\":\"b.png\"},"
                        + "{\"id\":\"cy\",\"name\":\"Cy\"}],\"count\":2}",
                new ServerFrame.Members("r", List.of(BOB, new Member("cy", "Cy", null)), 2));
        assertWire("{\"type\":\"joined\",\"room\":\"r\",\"members\":[]}", new ServerFrame.Joined("r", List.of()));
        assertWire(
                "{\"type\":\"gone\",\"room\":\"r\",\"members\":[\"a\",\"b\"]}",
                new ServerFrame.Gone("r", List.of("a", "b")));
        assertWire("{\"type\":\"resync\",\"room\":\"r\",\"seq\":8}", new ServerFrame.Resync("r", 8));
    }

    @Test
    void whatATurnDid() {
        ToolCall waiting = new ToolCall("c1", "now", "{ \"a\" : [1] }", ToolCall.State.WAITING, null, 3, 50);
        String asked = "\"call\":\"c1\",\"name\":\"now\",\"arguments\":{\"a\":[1]},\"state\":\"waiting\",\"offset\":3,"
                + "\"expiresAt\":50}";
        assertWire(
                "{\"type\":\"tool\",\"room\":\"r\",\"turn\":\"t1\"," + asked, new ServerFrame.Tool("r", "t1", waiting));
        TurnSnapshot turn = new TurnSnapshot("t1", "bot", 2, 7, "ann", "so far", List.of(waiting));
        assertWire(
                "{\"type\":\"ready\",\"room\":\"r\",\"userId\":\"ann\",\"role\":\"member\",\"seq\":8,\"since\":-1,\"reset\":false,\"members\":2,"
                        + "\"turns\":[{\"turn\":\"t1\",\"assistant\":\"bot\",\"attempt\":2,\"prompt\":7,"
                        + "\"asker\":\"ann\",\"content\":\"so far\",\"calls\":[{" + asked
                        + "]}],\"node\":\"n\",\"limits\":{\"frame\":4096,\"text\":1024},\"v\":1,"
                        + "\"state\":{\"seq\":5,\"state\":{\"a\":1.0}}}",
                new ServerFrame.Ready(
                        "r",
                        "ann",
                        Role.MEMBER,
                        8,
                        -1,
                        false,
                        2,
                        List.of(turn),
                        "n",
                        new ServerFrame.Ready.Sizes(4096, 1024),
                        new ServerFrame.StateLoaded("r", 5, "{\"a\":1.0}")));
    }

    @Test
    void aPageOfHistory() {
        String message =
                "{\"id\":\"m1\",\"seq\":8,\"from\":{\"id\":\"ann\",\"name\":\"Ann \\\"A\\\"\",\"kind\":\"user\"},"
                        + "\"text\":\"hi\",\"ts\":99}";
        Event event = said(Content.of("hi"));
        assertWire(
                "{\"messages\":[" + message + "," + message
                        + "],\"hasMore\":true,\"type\":\"messages_loaded\",\"room\":\"r\"}",
                new ServerFrame.MessagesLoaded("r", new HistoryPage(List.of(event, event), true)));
        assertEquals(
                "{\"messages\":[],\"hasMore\":false}",
                new HistoryPage(List.of(), false).toJson().encode());
    }

    /** As a tree would be encoded, also control characters, emoji and half surrogate pairs. */
    @Test
    void anyTextIsWrittenAsATreeIs() {
        Random random = new Random(11);
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            String text = i < 0x100 ? String.valueOf((char) i) : random(random);
            Content content = new Content(text, text, List.of(text, "x"));
            JsonObject body = new JsonObject()
                    .put("text", text)
                    .put("replyTo", text)
                    .put("mentions", new JsonArray().add(text).add("x"));
            assertEquals(bytes(body), content.body());
            JsonObject message = new JsonObject()
                    .put("id", text)
                    .put("seq", 8)
                    .put(
                            "from",
                            new JsonObject().put("id", text).put("name", text).put("kind", "user"))
                    .put("text", text)
                    .put("ts", 99)
                    .put("replyTo", text)
                    .put("mentions", new JsonArray().add(text).add("x"));
            JsonObject frame = new JsonObject()
                    .put("type", "message")
                    .put("room", text)
                    .put("seq", 8)
                    .put("message", message);
            Author author = new Author(text, text, Author.Kind.USER);
            // Bodies that an encoder of trees made, too.
            for (String stored : List.of(body.encode(), content.body())) {
                Event event = new Event(text, 8, 99, EventType.MESSAGE, text, author, stored);
                assertEquals(bytes(frame), text(ServerFrame.of(event).encode()));
            }
            assertEquals(
                    bytes(new JsonObject()
                            .put("type", "typing")
                            .put("room", "r")
                            .put("by", text)
                            .put("on", false)),
                    text(new ServerFrame.Typing("r", text, false).encode()));
        }
    }

    private static String bytes(JsonObject tree) {
        return text(tree.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** Up to some thousand characters of every kind. */
    private static String random(Random random) {
        int length = random.nextInt(10) == 0 ? random.nextInt(5000) : random.nextInt(40);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("\"\\/{},:[]\u2028\u007f".charAt(random.nextInt(11)));
                case 2 -> text.append((char) random.nextInt(0x10000));
                case 3 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                case 4 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                default -> text.append((char) (0x20 + random.nextInt(0x5f)));
            }
        }
        return text.toString();
    }
}
