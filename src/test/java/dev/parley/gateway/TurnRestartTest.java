package dev.parley.gateway;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Frames.joined;
import static dev.parley.testing.Frames.ofType;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An answer survives the end of its node. */
@ExtendWith(VertxExtension.class)
class TurnRestartTest {
    private FakeOpenAi fake;
    private Map<String, String> environment;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
        environment = Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot"));
    }

    @AfterEach
    void end() {
        await(fake.stop());
    }

    @Test
    void aPromptThatKillsNodesDoesNotKillThemForEver() {
        Map<String, String> once = new HashMap<>(environment);
        once.put("PARLEY_AI_ATTEMPTS", "1");
        once.put("PARLEY_AI_CHECKPOINT_EVERY", "1ms");
        Path folder;
        try (TestNode node = TestNode.start(once);
                TestSocket ann = node.connect("ann")) {
            folder = node.folder();
            ann.enter("r");
            ann.send("message", "room", "r", "id", "q", "message", "@bot hi");
            FakeTurn call = fake.nextCall();
            Frames.until("what was said is kept", () -> {
                call.say("half ");
                ann.await(frame ->
                        Frames.is(frame, "chunk") && !frame.getString("content").isEmpty());
                JsonObject turns = node.http(node.token("ann")).getJson("/api/rooms/r/turns");
                return !turns.getJsonArray("turns")
                        .getJsonObject(0)
                        .getString("content")
                        .isEmpty();
            });
        }
        try (TestNode node = TestNode.startIn(folder, once);
                TestSocket ann = node.connect("ann")) {
            ann.send("init", "room", "r", "since", 1);
            JsonObject complete = ann.await("complete");
            assertEquals("failed", complete.getString("reason"));
            assertEquals("the assistant was lost again and again", complete.getString("error"));
            assertTrue(complete.getString("content").startsWith("half "), complete::encode);
            assertEquals(1, fake.calls());
        }
    }

    @Test
    void itRunsAgainFromItsBeginning() {
        Path folder;
        String turn;
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann")) {
            folder = node.folder();
            ann.enter("r");
            ann.send("message", "room", "r", "id", "q", "message", "@bot hi");
            turn = ann.await("chunk").getString("turn");
            fake.nextCall().say("half an ans");
            assertEquals("half an ans", ann.await("chunk").getString("content"));
        }
        try (TestNode node = TestNode.startIn(folder, environment);
                TestSocket ann = node.connect("ann")) {
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
        }
        try (TestNode node = TestNode.startIn(folder, environment);
                TestSocket ann = node.connect("ann")) {
            ann.send("init", "room", "r", "since", 0).await("ready");
            ann.await(f -> Integer.valueOf(3).equals(f.getInteger("seq")));
            assertEquals(List.of(1L, 2L, 3L), Frames.seqs(Frames.messages(ann.all(), "r")));
            assertEquals(2, fake.calls());
        }
    }

    @Test
    void aQuestionThatWasStoredIsAnsweredThoughNothingHadBegun() {
        Path folder;
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann")) {
            folder = node.folder();
            for (int i = 0; i < 5; i++) {
                assertEquals("ack", ann.say("r" + i, "q", "@bot hi").getString("type"));
            }
        }
        int before = fake.calls();
        fake.alwaysWith(List.of("done"));
        try (TestNode node = TestNode.startIn(folder, environment);
                TestSocket ann = node.connect("ann")) {
            for (int i = 0; i < 5; i++) {
                ann.send("init", "room", "r" + i, "since", 1);
                assertEquals("done", ann.await("complete").getString("content"));
            }
            assertEquals(before + 5, fake.calls());
        }
    }

    @Test
    void oneThatWasCancelledStaysCancelled() {
        Path folder;
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann")) {
            folder = node.folder();
            ann.enter("r");
            ann.send("message", "room", "r", "id", "q", "message", "@bot hi");
            String turn = ann.await("chunk").getString("turn");
            ann.send("cancel", "room", "r", "turn", turn, "id", "c");
            ann.await(f -> "c".equals(f.getString("id")));
        }
        int before = fake.calls();
        try (TestNode node = TestNode.startIn(folder, environment);
                TestSocket ann = node.connect("ann")) {
            JsonObject ready = ann.send("init", "room", "r", "since", 0).await("ready");
            assertEquals(0, ready.getJsonArray("turns").size());
            assertEquals("cancelled", ann.await("complete").getString("reason"));
            assertEquals(before, fake.calls());
        }
    }
}
