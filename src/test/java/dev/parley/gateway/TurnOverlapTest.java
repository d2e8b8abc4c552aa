package dev.parley.gateway;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Prompts that come while an assistant answers, and assistants that call one another. */
@ExtendWith(VertxExtension.class)
class TurnOverlapTest {
    private FakeOpenAi fake;
    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
    }

    private void start(String overlap) {
        JsonArray assistants = new JsonArray();
        for (String name : List.of("bot", "owl")) {
            assistants.add(new JsonObject()
                    .put("name", name)
                    .put("provider", "openai")
                    .put("model", name)
                    .put("baseUrl", fake.baseUrl())
                    .put("overlap", overlap));
        }
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", assistants.encode()));
        ann = node.connect("ann");
        ann.enter("r");
    }

    @AfterEach
    void end() {
        ann.close();
        node.close();
        await(fake.stop());
    }

    /** Asks, and waits until that is stored and its answer announced. */
    @CanIgnoreReturnValue
    private String ask(String id, String text) {
        ann.send("message", "room", "r", "id", id, "message", text);
        return ann.await("chunk").getString("turn");
    }

    private static List<String> messages(FakeTurn call) {
        return Frames.objects(call.body().getJsonArray("messages")).stream()
                .skip(1)
                .map(message -> message.getString("content"))
                .toList();
    }

    @Test
    void promptsAreAnsweredOneAfterTheOther() {
        start("queue");
        String first = ask("q1", "@bot one");
        FakeTurn one = fake.nextCall();
        String second = ask("q2", "@bot two");
        ann.say("r", "q3", "by the way");
        one.say("First.").finish();
        assertEquals(first, ann.await("complete").getString("turn"));
        FakeTurn two = fake.nextCall();
        assertEquals(List.of("[ann] @bot one", "First.", "[ann] @bot two"), messages(two));
        two.say("Second.").finish();
        assertEquals(second, ann.await("complete").getString("turn"));
        assertEquals(2, fake.calls());
    }

    @Test
    void theLatestPromptStopsThoseBefore() {
        start("latest");
        String first = ask("q1", "@bot one");
        FakeTurn one = fake.nextCall();
        one.say("Fir");
        ann.await(
                frame -> Frames.is(frame, "chunk") && frame.getString("content").equals("Fir"));
        String second = ask("q2", "@bot two");
        JsonObject stopped = ann.await("complete");
        assertEquals(first, stopped.getString("turn"));
        assertEquals("cancelled", stopped.getString("reason"));
        assertEquals("Fir", stopped.getString("content"));
        await(one.closed());
        fake.nextCall().say("Second.").finish();
        assertEquals(second, ann.await("complete").getString("turn"));
    }

    @Test
    void promptsThatWaitAreAnsweredTogether() {
        start("merge");
        ask("q1", "@bot one");
        FakeTurn one = fake.nextCall();
        ask("q2", "@bot two");
        ann.say("r", "q3", "@bot three");
        one.say("First.").finish();
        ann.await("complete");
        FakeTurn both = fake.nextCall();
        List<String> told = messages(both);
        assertTrue(told.contains("[ann] @bot two") && told.contains("[ann] @bot three"), told::toString);
        both.say("Both.").finish();
        assertEquals("Both.", ann.await("complete").getString("content"));
        assertEquals(2, fake.calls());
    }

    @Test
    void aPromptIsRefusedWhileAnotherIsAnswered() {
        start("reject");
        ask("q1", "@bot one");
        FakeTurn one = fake.nextCall();
        ann.send("message", "room", "r", "id", "q2", "message", "@bot two");
        JsonObject error = ann.await("error");
        assertEquals("rate_limited", error.getString("code"));
        assertEquals("q2", error.getString("id"));
        ask("q3", "@owl three");
        one.say("First.").finish();
        ann.await("complete");
    }

    @Test
    void anAnswerMayCallAnotherAssistant() {
        start("queue");
        ask("q1", "@bot one");
        fake.nextCall().say("I pass it to @owl.").finish();
        JsonObject complete = ann.await("complete");
        assertEquals("I pass it to @owl.", complete.getString("content"));
        FakeTurn owl = fake.nextCall();
        assertEquals("owl", owl.body().getString("model"));
        List<String> told = messages(owl);
        assertTrue(told.get(told.size() - 1).contains("I pass it to @owl."), told::toString);
        owl.say("Done.").finish();
        JsonObject second = ann.await("complete");
        assertEquals(
                "owl", second.getJsonObject("message").getJsonObject("from").getString("name"));
        assertEquals(3, second.getLong("seq"));
    }
}
