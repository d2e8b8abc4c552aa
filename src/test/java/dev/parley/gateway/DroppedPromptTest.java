package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Administration;
import dev.parley.model.Role;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.RoomAsk;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an answer when its room drops the question, or goes. */
class DroppedPromptTest extends TurnScene {
    private RoomAsk room;

    private FakeTurn askBot(TestSocket bob) {
        bob.enter("r");
        ask("q", "@bot tell me a secret");
        FakeTurn call = fake.nextCall().say("The secret is");
        bob.await(f -> is(f, "chunk") && f.getString("content").equals("The secret is"));
        return call;
    }

    private void startBot() {
        JsonObject bot = new JsonObject()
                .put("name", "bot")
                .put("provider", "openai")
                .put("model", "m")
                .put("baseUrl", fake.baseUrl());
        start(new JsonArray().add(bot).encode(), "PARLEY_ROOMS_RETENTIONEVERY", "1h");
        room = new RoomAsk(node, "r");
    }

    private static void assertCancelled(JsonObject complete) {
        assertEquals("cancelled", complete.getString("reason"), complete::encode);
        assertEquals("", complete.getString("content"), complete::encode);
    }

    private JsonArray turns() {
        return node.http(node.token("ann")).getJson("/api/rooms/r/turns").getJsonArray("turns");
    }

    @Test
    void retentionEndsTheAnswerAndNoListShowsIt() {
        startBot();
        try (TestSocket bob = node.connect("bob")) {
            FakeTurn call = askBot(bob);
            String turn = turns().getJsonObject(0).getString("turn");
            room.dropAll();
            await(call.closed());
            assertCancelled(bob.await("complete"));
            assertTrue(turns().isEmpty(), () -> turns().encode());
            assertEquals(
                    404,
                    node.http(node.token("ann"))
                            .get("/api/rooms/r/turns/" + turn)
                            .statusCode());
            assertEquals(0, bob.enter("r").getJsonArray("turns").size());
        }
    }

    @Test
    void theAnswerEndsBeforeItsRoomGoes() {
        startBot();
        try (TestSocket bob = node.connect("bob")) {
            FakeTurn call = askBot(bob);
            room.ask(room.administer("root", Role.ADMIN, "d", new Administration.DeleteRoom()));
            await(call.closed());
            assertCancelled(bob.await("complete"));
            assertTrue(bob.await("room").getBoolean("deleted"));
            assertEquals("not_found", bob.await("left").getString("code"));
            assertEquals(List.of(), objects(turns()));
            JsonObject again = bob.enter("r");
            assertEquals(0, again.getJsonArray("turns").size());
            assertEquals(again.getLong("seq") + 1, bob.say("r", "m", "anew").getLong("seq"));
            JsonObject history = node.http(node.token("ann")).getJson("/api/rooms/r/messages");
            assertFalse(history.encode().contains("secret"), history::encode);
        }
    }
}
