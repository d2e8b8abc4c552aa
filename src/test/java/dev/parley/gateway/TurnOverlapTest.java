package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompts that come while an assistant answers, and assistants that call one another. */
class TurnOverlapTest extends TurnScene {
    private void startWith(String overlap) {
        JsonArray assistants = new JsonArray();
        for (String name : List.of("bot", "owl")) {
            assistants.add(new JsonObject()
                    .put("name", name)
                    .put("provider", "openai")
                    .put("model", name)
                    .put("baseUrl", fake.baseUrl())
                    .put("overlap", overlap));
        }
        start(assistants.encode());
    }

    private static List<String> messages(FakeTurn call) {
        return Frames.objects(call.body().getJsonArray("messages")).stream()
                .skip(1)
                .map(message -> message.getString("content"))
                .toList();
    }

    @Test
    void promptsAreAnsweredOneAfterTheOther() {
        startWith("queue");
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
        startWith("latest");
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
        startWith("merge");
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
        startWith("reject");
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
        startWith("queue");
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
