package dev.parley.gateway;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Frames.joined;
import static dev.parley.testing.Frames.ofType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer survives the end of its node. */
class TurnRestartTest extends TurnScene {
    private void startBot(String... environment) {
        start(assistants(fake, "bot"), environment);
    }

    @Test
    void aPromptThatKillsNodesDoesNotKillThemForEver() {
        startBot("PARLEY_AI_ATTEMPTS", "1", "PARLEY_AI_CHECKPOINT_EVERY", "1ms");
        ann.send("message", "room", "r", "id", "q", "message", "@bot hi");
        FakeTurn call = fake.nextCall();
        Frames.until("a checkpoint is stored", () -> {
            call.say("half ");
            ann.await(frame ->
                    Frames.is(frame, "chunk") && !frame.getString("content").isEmpty());
            JsonObject turns = node.http(node.token("ann")).getJson("/api/rooms/r/turns");
            return !turns.getJsonArray("turns")
                    .getJsonObject(0)
                    .getString("content")
                    .isEmpty();
        });
        restart();
        ann.send("init", "room", "r", "since", 1);
        JsonObject complete = ann.await("complete");
        assertEquals("failed", complete.getString("reason"));
        assertEquals("the answer was restarted too often (ai.attempts)", complete.getString("error"));
        assertTrue(complete.getString("content").startsWith("half "), complete::encode);
        assertEquals(1, fake.calls());
    }

    @Test
    void aTurnStartsAgainFromItsBeginningInTheNextAttempt() {
        startBot();
        String turn = ask("q", "@bot hi");
        fake.nextCall().say("half an ans");
        assertEquals("half an ans", ann.await("chunk").getString("content"));
        restart();
        FakeTurn call = fake.nextCall();
        JsonObject ready = ann.send("init", "room", "r", "since", 1).await("ready");
        JsonObject running = ready.getJsonArray("turns").getJsonObject(0);
        assertEquals(turn, running.getString("turn"));
        assertEquals(2, running.getInteger("attempt"));
        assertEquals("", running.getString("content"));
        call.say("another").say(" one").finish();
        JsonObject complete = ann.await("complete");
        assertEquals(2, complete.getInteger("seq"));
        assertEquals("another one", complete.getString("content"));
        assertEquals("another one", joined("", ann.all(), turn));
        ofType(ann.all(), "chunk").forEach(c -> assertEquals(2, c.getInteger("attempt")));
        assertEquals(3, ann.say("r", "after", "after").getInteger("seq"));
        JsonObject again = ann.say("r", "q", "@bot hi");
        assertEquals(1, again.getInteger("seq"));
        restart();
        ann.send("init", "room", "r", "since", 0).await("ready");
        ann.await(f -> Integer.valueOf(3).equals(f.getInteger("seq")));
        assertEquals(List.of(1L, 2L, 3L), Frames.seqs(Frames.messages(ann.all(), "r")));
        assertEquals(2, fake.calls());
    }

    @Test
    void aQuestionThatWasStoredIsAnsweredThoughNothingHadBegun() {
        startBot();
        for (int i = 0; i < 5; i++) {
            assertEquals("ack", ann.say("r" + i, "q", "@bot hi").getString("type"));
        }
        // The node ends before the counter and the script change: what it still calls is not a call of the next one.
        stopNode();
        int before = fake.calls();
        fake.alwaysWith(List.of("done"));
        startAgain();
        for (int i = 0; i < 5; i++) {
            ann.send("init", "room", "r" + i, "since", 1);
            assertEquals("done", ann.await("complete").getString("content"));
        }
        assertEquals(before + 5, fake.calls());
    }

    @Test
    void oneThatWasCancelledStaysCancelled() {
        startBot();
        String turn = ask("q", "@bot hi");
        ann.send("cancel", "room", "r", "turn", turn, "id", "c");
        ann.await(f -> "c".equals(f.getString("id")));
        stopNode();
        int before = fake.calls();
        startAgain();
        JsonObject ready = ann.send("init", "room", "r", "since", 0).await("ready");
        assertEquals(0, ready.getJsonArray("turns").size());
        assertEquals("cancelled", ann.await("complete").getString("reason"));
        assertEquals(before, fake.calls());
    }
}
