package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many answers at once. */
@ExtendWith(VertxExtension.class)
class ManyAnswersTest {
    private static final int ANSWERS = 200;

    /** Those that a JVM and its event loops start whenever they like. */
    private static final int OTHER_THREADS = 20;

    @Test
    void noAnswerHasAThreadOfItsOwn(Vertx vertx) {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        Map<String, String> environment = Map.of(
                "PARLEY_ASSISTANTS", Frames.assistants(fake, "bot"),
                "PARLEY_LIMITS_ANSWERS_PER_MINUTE", "1000",
                "PARLEY_LIMITS_ROOMS_PER_CONNECTION", "1000",
                "PARLEY_LIMITS_FRAMES", "{\"perSecond\": 10000, \"burst\": 10000}");
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann")) {
            List<FakeTurn> turns = new ArrayList<>();
            begin(ann, fake, turns, 0);
            int before = Thread.activeCount();
            for (int i = 1; i < ANSWERS; i++) {
                begin(ann, fake, turns, i);
            }
            turns.forEach(turn -> turn.say("a"));
            Set<String> streaming = new HashSet<>();
            while (streaming.size() < ANSWERS) {
                streaming.add(ann.await(frame ->
                                is(frame, "chunk") && frame.getString("content").equals("a"))
                        .getString("room"));
            }
            int more = Thread.activeCount() - before;
            assertTrue(more < OTHER_THREADS, "threads that came with " + ANSWERS + " answers: " + more);
            turns.forEach(FakeTurn::finish);
            Set<String> ended = new HashSet<>();
            while (ended.size() < ANSWERS) {
                assertTrue(ended.add(ann.await("complete").getString("room")));
            }
            assertEquals(streaming, ended);
        } finally {
            await(fake.stop());
        }
    }

    private static void begin(TestSocket ann, FakeOpenAi fake, List<FakeTurn> turns, int number) {
        ann.enter("r" + number);
        ann.say("r" + number, "q", "@bot go");
        turns.add(fake.nextCall());
    }
}
