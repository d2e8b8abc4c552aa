package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.testing.FakeTurn;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an answer, and of a typing notice, when whoever they are of is taken out of the room. */
class RemovedAskerTest extends TurnScene {

    @Test
    void aKickedUsersAnswerIsCancelledAndTheyTypeNoMore() {
        JsonObject bot = new JsonObject()
                .put("name", "bot")
                .put("provider", "openai")
                .put("model", "m")
                .put("baseUrl", fake.baseUrl());
        start(new JsonArray().add(bot).encode());
        String mod = node.token("mod", "moderator", List.of(), Duration.ofHours(1));
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            bob.send("message", "room", "r", "id", "q", "message", "@bot go on");
            FakeTurn call = fake.nextCall().say("So far");
            String turn = ann.await(f -> is(f, "chunk") && "So far".equals(f.getString("content")))
                    .getString("turn");
            bob.send("typing", "room", "r", "on", true);
            ann.await(f -> is(f, "typing") && f.getBoolean("on"));
            assertEquals(
                    200,
                    node.http(mod).post("/api/rooms/r/kicks/bob", new JsonObject()).statusCode());
            assertFalse(ann.await(f -> is(f, "typing") && "bob".equals(f.getString("by")) && !f.getBoolean("on"))
                    .getBoolean("on"));
            JsonObject complete = ann.await("complete");
            assertEquals(turn, complete.getString("turn"));
            assertEquals("cancelled", complete.getString("reason"));
            assertEquals("So far", complete.getString("content"));
            await(call.closed());
        }
    }
}
