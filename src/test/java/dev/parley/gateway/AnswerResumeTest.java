package dev.parley.gateway;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.joined;
import static dev.parley.testing.Frames.ofType;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever comes or comes back in the middle of an answer has all of it, and nothing twice. */
@ExtendWith(VertxExtension.class)
class AnswerResumeTest {
    /** A reader that came in the middle, and the text that its ready told. */
    private record Device(TestSocket socket, String content) {}

    private static Device join(TestNode node, String turn, String room) {
        TestSocket socket = node.connect("ann");
        JsonObject ready = socket.send("init", "room", room, "since", 1).await("ready");
        return new Device(socket, contentOf(ready, turn));
    }

    private static String contentOf(JsonObject ready, String turn) {
        List<JsonObject> turns = Frames.objects(ready.getJsonArray("turns"));
        assertEquals(1, turns.size());
        assertEquals(turn, turns.get(0).getString("turn"));
        return turns.get(0).getString("content");
    }

    @Test
    void whoComesAtAnyPieceOfAnAnswerHasAllOfIt(Vertx vertx) {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        List<Device> devices = new ArrayList<>();
        try (TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")));
                TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            bob.send("message", "room", "r", "message", "@bot hi");
            String turn = bob.await("chunk").getString("turn");
            devices.add(join(node, turn, "r"));
            FakeTurn call = fake.nextCall();
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String piece = i % 3 == 0 ? "é👋" + i : " piece " + i;
                all.append(piece);
                call.say(piece);
                if (i % 2 == 0) {
                    Frames.until("the piece", () -> joined("", bob.all(), turn).contentEquals(all));
                }
                devices.add(join(node, turn, "r"));
            }
            call.finish();
            assertEquals(all.toString(), bob.await("complete").getString("content"));
            for (Device device : devices) {
                JsonObject complete = device.socket().await("complete");
                assertEquals(2, complete.getInteger("seq"));
                assertEquals(
                        all.toString(), joined(device.content(), device.socket().all(), turn));
            }
            TestSocket late = node.connect("ann");
            devices.add(new Device(late, ""));
            late.send("init", "room", "r", "since", 1);
            assertEquals(0, late.await("ready").getJsonArray("turns").size());
            assertEquals(all.toString(), late.await("complete").getString("content"));
            assertEquals(0, ofType(late.all(), "chunk").size());
        } finally {
            devices.forEach(d -> d.socket().close());
            await(fake.stop());
        }
    }

    @Test
    void aSecondInitOnTheSameSocketHasAllOfTheAnswer(Vertx vertx) {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        try (TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")));
                TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            bob.send("message", "room", "r", "message", "@bot hi");
            String turn = bob.await("chunk").getString("turn");
            FakeTurn call = fake.nextCall().say("one ");
            bob.await(f -> is(f, "chunk") && !f.getString("content").isEmpty());
            JsonObject ready = bob.send("init", "room", "r", "since", 1).await("ready");
            assertEquals("one ", contentOf(ready, turn));
            int at = bob.all().indexOf(ready);
            call.say("two").finish();
            assertEquals("one two", bob.await("complete").getString("content"));
            List<JsonObject> since = bob.all().subList(at + 1, bob.all().size());
            assertEquals("one two", joined("one ", since, turn));
            assertEquals(1, ofType(bob.all(), "complete").size());
        } finally {
            await(fake.stop());
        }
    }
}
