package dev.parley.gateway;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Frames.joined;
import static dev.parley.testing.Frames.ofType;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An assistant's answer from its announcement to its one end. */
@ExtendWith(VertxExtension.class)
class TurnTest {
    private FakeOpenAi fake;
    private TestNode node;
    private TestSocket ann;
    private TestSocket bob;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
    }

    private void start(String... environment) {
        Map<String, String> all = new HashMap<>(Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot", "owl")));
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        node = TestNode.start(all);
        ann = node.connect("ann");
        bob = node.connect("bob");
        ann.enter("r");
        bob.enter("r");
    }

    @AfterEach
    void end() {
        ann.close();
        bob.close();
        node.close();
        await(fake.stop());
    }

    /** Asks, and returns the turn that was announced to bob. */
    private String askedBy(TestSocket asker, String id, String text) {
        asker.send("message", "room", "r", "id", id, "message", text);
        return bob.await("chunk").getString("turn");
    }

    private void assertEnded(TestSocket reader, String turn, String reason, String content) {
        JsonObject complete = reader.await("complete");
        assertEquals(turn, complete.getString("turn"));
        assertEquals(reason, complete.getString("reason"));
        assertEquals(content, complete.getString("content"));
        assertEquals(content, joined("", reader.all(), turn));
        assertTrue(complete.getLong("seq") > 0);
        JsonObject message = complete.getJsonObject("message");
        assertEquals(complete.getLong("seq"), message.getLong("seq"));
        assertEquals("assistant", message.getJsonObject("from").getString("kind"));
        assertEquals(turn, message.getString("turn"));
        // Whatever comes now comes after it: no second end, no late chunk.
        long seq = reader.say("r", "after" + turn, "after").getLong("seq");
        assertEquals(complete.getLong("seq") + 1, seq);
        List<JsonObject> all = reader.all();
        assertEquals(
                1,
                ofType(all, "complete").stream()
                        .filter(c -> turn.equals(c.getString("turn")))
                        .count());
        int at = all.indexOf(complete);
        assertTrue(
                ofType(all.subList(at, all.size()), "chunk").stream().noneMatch(c -> turn.equals(c.getString("turn"))));
    }

    @Test
    void isAnnouncedThenSaidThenComplete() {
        start();
        ann.send("message", "room", "r", "id", "q", "message", "@bot hi");
        FakeTurn call = fake.nextCall();
        JsonObject announced = bob.await("chunk");
        String turn = announced.getString("turn");
        assertEquals("", announced.getString("content"));
        assertEquals(0, announced.getInteger("offset"));
        assertEquals(1, announced.getInteger("attempt"));
        assertEquals("bot", announced.getString("assistant"));
        call.say("Hel");
        assertEquals("Hel", bob.await("chunk").getString("content"));
        call.say("lo 👋").say("é");
        call.reason("stop").usage(3, 4).data("[DONE]").end();
        assertEnded(bob, turn, "done", "Hello 👋é");
        assertEquals("Hello 👋é", ann.await("complete").getString("content"));
        assertEquals(
                1,
                ofType(bob.all(), "message").stream()
                        .filter(m -> m.getInteger("seq") == 1)
                        .count());
    }

    @Test
    void anEmptyAnswerEndsToo() {
        start();
        String turn = askedBy(ann, "q", "@bot hi");
        fake.nextCall().finish();
        JsonObject complete = bob.await("complete");
        assertEquals(turn, complete.getString("turn"));
        assertEquals("", complete.getString("content"));
        assertEquals(2, complete.getInteger("seq"));
    }

    @Test
    void anAnswerThatWasTooLongSaysSo() {
        start();
        String turn = askedBy(ann, "q", "@bot hi");
        fake.nextCall().say("too lo").reason("length").data("[DONE]").end();
        assertEnded(bob, turn, "length", "too lo");
    }

    @Test
    void itsAskerStopsItAndWhatWasSaidStays() {
        start();
        String turn = askedBy(ann, "q", "@bot hi");
        FakeTurn call = fake.nextCall().say("Hel");
        assertEquals("Hel", bob.await("chunk").getString("content"));
        ann.send("cancel", "room", "r", "turn", turn, "id", "c");
        JsonObject ack = ann.await(f -> "c".equals(f.getString("id")));
        assertEquals("ack", ack.getString("type"));
        assertEquals(2, ack.getInteger("seq"));
        await(call.closed());
        assertEnded(bob, turn, "cancelled", "Hel");
        ann.send("cancel", "room", "r", "turn", turn, "id", "c2");
        assertEquals("not_found", ann.await(f -> "c2".equals(f.getString("id"))).getString("code"));
    }

    @Test
    void itIsStoppedBeforeItsFirstWord() {
        start();
        String turn = askedBy(ann, "q", "@bot hi");
        FakeTurn call = fake.nextCall();
        ann.send("cancel", "room", "r", "turn", turn, "id", "c");
        assertEquals("ack", ann.await(f -> "c".equals(f.getString("id"))).getString("type"));
        await(call.closed());
        assertEnded(bob, turn, "cancelled", "");
    }

    @Test
    void strangersMayNotAndModeratorsMay() {
        start();
        String turn = askedBy(ann, "q", "@bot hi");
        FakeTurn call = fake.nextCall();
        try (TestSocket mod = TestSocket.connect(
                node.port(), "/ws", node.token("mod", "moderator", List.of(), Duration.ofHours(1)))) {
            bob.send("cancel", "room", "r", "turn", turn, "id", "c");
            assertEquals(
                    "forbidden", bob.await(f -> "c".equals(f.getString("id"))).getString("code"));
            bob.send("cancel", "room", "r", "turn", "nope", "id", "d");
            assertEquals(
                    "not_found", bob.await(f -> "d".equals(f.getString("id"))).getString("code"));
            mod.send("cancel", "room", "r", "turn", turn, "id", "c");
            assertEquals("ack", mod.await(f -> "c".equals(f.getString("id"))).getString("type"));
        }
        await(call.closed());
        assertEnded(bob, turn, "cancelled", "");
    }

    @Test
    void aFailureIsToldAndWhatWasSaidStays() {
        start();
        String turn = askedBy(ann, "q", "@bot hi");
        FakeTurn call = fake.nextCall().say("Hel");
        assertEquals("Hel", bob.await("chunk").getString("content"));
        call.drop();
        JsonObject complete = ann.await("complete");
        assertFalse(complete.getString("error").isEmpty());
        assertEnded(bob, turn, "failed", "Hel");
        String refused = askedBy(ann, "q2", "@bot again");
        fake.nextCall().status(401, "{\"error\":{\"message\":\"no such key\"}}");
        assertEnded(bob, refused, "failed", "");
    }

    @Test
    void twoThatAreMentionedAnswerEach() {
        start();
        ann.send("message", "room", "r", "id", "q", "message", "@bot and @owl, hi");
        for (int i = 0; i < 2; i++) {
            fake.nextCall().say("an answer").finish();
        }
        Set<String> answered = java.util.stream.Stream.generate(() -> bob.await("complete"))
                .limit(2)
                .map(c -> c.getJsonObject("message").getJsonObject("from").getString("id"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("bot", "owl"), answered);
        for (JsonObject complete : ofType(bob.all(), "complete")) {
            assertEquals("an answer", joined("", bob.all(), complete.getString("turn")));
        }
    }

    @Test
    void answersAreLimitedByRoomAndAResendIsNot() {
        start("PARLEY_LIMITS_ANSWERS_PER_ROOM", "1");
        String turn = askedBy(ann, "q", "@bot hi");
        FakeTurn call = fake.nextCall();
        JsonObject refused = bob.say("r", "b", "@bot me too");
        assertEquals("rate_limited", refused.getString("code"));
        assertTrue(refused.getLong("retryAfterMs") > 0);
        assertEquals("ack", bob.say("r", "b2", "no question").getString("type"));
        ann.await("ack");
        JsonObject again = ann.say("r", "q", "@bot hi");
        assertEquals(1, again.getInteger("seq"), "a resend is safe: " + again);
        call.finish();
        assertEnded(bob, turn, "done", "");
        assertEquals("ack", bob.say("r", "b", "@bot me too").getString("type"));
        fake.nextCall().finish();
    }

    @Test
    void answersAreLimitedByUserAndMinute() {
        start("PARLEY_LIMITS_ANSWERS_PER_MINUTE", "2");
        fake.alwaysWith(List.of("ok"));
        assertEquals("ack", ann.say("r", "1", "@bot one").getString("type"));
        assertEquals("ack", ann.say("r", "1", "@bot one").getString("type"), "a duplicate costs nothing");
        assertEquals("ack", ann.say("r", "2", "@bot two").getString("type"));
        JsonObject refused = ann.say("r", "3", "@bot three");
        assertEquals("rate_limited", refused.getString("code"));
        assertTrue(refused.getLong("retryAfterMs") > 10_000);
        assertEquals("ack", bob.say("r", "4", "@bot four").getString("type"));
        Frames.until("three answers", () -> ofType(bob.all(), "complete").size() == 3);
        assertEquals(3, fake.calls());
    }
}
