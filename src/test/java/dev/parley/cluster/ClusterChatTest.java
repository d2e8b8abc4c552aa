package dev.parley.cluster;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestStream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams of answers whose node dies. */
@ExtendWith(VertxExtension.class)
class ClusterChatTest {
    private static final String DELTA = "text-delta";

    private static TestStream ask(TestNode node, String room, String text) {
        JsonObject part = new JsonObject().put("type", "text").put("text", "@bot " + text);
        JsonObject message =
                new JsonObject().put("id", "q").put("role", "user").put("parts", new JsonArray().add(part));
        JsonObject body = new JsonObject().put("room", room).put("messages", new JsonArray().add(message));
        return TestStream.open(node.baseUrl() + "/api/chat", node.token("ann"), body);
    }

    @Test
    void theStreamGoesOnOrBeginsAgainAndWhoLostItsNodeAsksAnother(Vertx vertx) {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        try (TestCluster cluster = TestCluster.of(2, Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")))) {
            String same = cluster.roomOf(1);
            String other = cluster.roomOf(1);
            try (TestStream goesOn = ask(cluster.node(0), same, "same");
                    TestStream lost = ask(cluster.node(1), same, "same")) {
                fake.nextCall().say("one ");
                goesOn.await(DELTA);
                lost.await(DELTA);
                try (TestStream beginsAgain = ask(cluster.node(0), other, "other")) {
                    fake.nextCall().say("one ");
                    beginsAgain.await(DELTA);
                    cluster.stop(1);
                    for (int i = 0; i < 2; i++) {
                        FakeTurn call = fake.nextCall();
                        boolean isSame = call.body().encode().contains("@bot same");
                        call.say("o").say(isSame ? "ne two" : "ther").finish();
                    }
                    goesOn.toEnd();
                    assertEquals("one two", goesOn.joined(DELTA));
                    List<JsonObject> events = beginsAgain.toEnd();
                    int again = events.indexOf(beginsAgain.events().stream()
                            .filter(e -> "data-restarted".equals(e.getString("type")))
                            .findFirst()
                            .orElseThrow());
                    assertEquals(
                            "other",
                            events.stream()
                                    .skip(again)
                                    .map(e -> e.getString("delta", ""))
                                    .collect(Collectors.joining()));
                }
                lost.toBreak();
                try (TestStream asked = ask(cluster.node(0), same, "same")) {
                    asked.toEnd();
                    assertEquals("one two", asked.joined(DELTA));
                }
                assertEquals(4, fake.calls());
            }
        } finally {
            await(fake.stop());
        }
    }
}
