package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.ofType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.model.Author;
import dev.parley.model.EventType;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnProgress.Phase;
import dev.parley.model.TurnStep;
import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.OpenTurn;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.sqlite.SqliteStore;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an answer when its question is deleted. */
class DeletedPromptTest extends TurnScene {
    private static final Author ANN = new Author("ann", "ann", Author.Kind.USER);

    private void startBot(String... more) {
        JsonObject bot = new JsonObject()
                .put("name", "bot")
                .put("provider", "openai")
                .put("model", "m")
                .put("baseUrl", fake.baseUrl())
                .put("tools", new JsonArray().add("*"))
                .put("approval", new JsonArray().add("room_*"));
        start(new JsonArray().add(bot).encode(), more);
    }

    private JsonObject delete(long target) {
        ann.send("delete", "room", "r", "id", "d" + target, "target", target);
        return ann.await(f -> ("d" + target).equals(f.getString("id")));
    }

    /** The reply and the frame may come in either order. */
    private void deleteAndAwaitEnd(long target, String turn) {
        assertEquals("ack", delete(target).getString("type"));
        Frames.until("the turn ended", () -> ends(ann.all(), turn).size() == 1);
        assertCancelledEmpty(ends(ann.all(), turn).get(0), turn);
    }

    private static void assertCancelledEmpty(JsonObject complete, String turn) {
        assertEquals(turn, complete.getString("turn"), complete::encode);
        assertEquals("cancelled", complete.getString("reason"), complete::encode);
        assertEquals("", complete.getString("content"), complete::encode);
        assertEquals("", complete.getJsonObject("message").getString("text"), complete::encode);
        assertFalse(complete.containsKey("error"), complete::encode);
    }

    /** The one end of the turn, which comes behind the delete. */
    private static void assertEndedByDelete(TestSocket reader, String turn) {
        assertCancelledEmpty(reader.await("complete"), turn);
        List<JsonObject> all = reader.all();
        List<JsonObject> ends = ofType(all, "complete").stream()
                .filter(f -> turn.equals(f.getString("turn")))
                .toList();
        assertEquals(1, ends.size());
        JsonObject deleted = ofType(all, "deleted").get(0);
        assertTrue(all.indexOf(deleted) < all.indexOf(ends.get(0)));
        List<JsonObject> after = all.subList(all.indexOf(deleted), all.size());
        assertTrue(after.stream().noneMatch(f -> is(f, "chunk") || is(f, "tool")), after::toString);
    }

    @Test
    void aRunningAnswerEndsAndTheModelIsStopped() {
        startBot();
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            String turn = ask("q", "@bot tell me a secret");
            FakeTurn call = fake.nextCall().say("The secret is");
            bob.await(f -> is(f, "chunk") && f.getString("content").equals("The secret is"));
            JsonObject ack = delete(1);
            assertEquals(2, ack.getLong("seq"), ack::encode);
            await(call.closed());
            assertEndedByDelete(bob, turn);
            JsonObject ready = bob.enter("r");
            assertEquals(0, ready.getJsonArray("turns").size());
            assertEquals(4, bob.say("r", "after", "after").getLong("seq"));
        }
        JsonObject history = node.http(node.token("ann")).getJson("/api/rooms/r/messages");
        assertFalse(history.encode().contains("secret"), history::encode);
        assertEquals(1, fake.calls());
    }

    @Test
    void anAnswerThatWaitsForAPersonEndsAndItsToolsAreGone() {
        startBot();
        ann.send("message", "room", "r", "id", "q", "message", "@bot who is here?");
        fake.nextCall().say("Let me see.").asks("room_members", "{}");
        JsonObject waiting = ann.await(f -> is(f, "tool") && "waiting".equals(f.getString("state")));
        String turn = waiting.getString("turn");
        deleteAndAwaitEnd(1, turn);
        ann.send("approve", "id", "a", "room", "r", "turn", turn, "call", waiting.getString("call"), "allow", true);
        assertEquals("not_found", ann.await(f -> "a".equals(f.getString("id"))).getString("code"));
        assertEquals(1, fake.calls());
    }

    @Test
    void anAnswerThatIsQueuedNeverBegins() {
        startBot();
        String first = ask("q1", "@bot one");
        FakeTurn one = fake.nextCall();
        String second = ask("q2", "@bot two");
        deleteAndAwaitEnd(2, second);
        one.say("First.").finish();
        JsonObject complete = ann.await(f -> is(f, "complete") && first.equals(f.getString("turn")));
        assertEquals("First.", complete.getString("content"));
        assertEquals(1, fake.calls());
    }

    @Test
    void anEditChangesNoRunningAnswerAndAQueuedOneIsAskedWithIt() {
        startBot();
        ask("q1", "@bot one");
        FakeTurn one = fake.nextCall();
        ask("q2", "@bot two");
        for (long target = 1; target <= 2; target++) {
            ann.send("edit", "room", "r", "id", "e" + target, "target", target, "text", "@bot edited " + target);
            ann.await("ack");
        }
        one.say("First.").finish();
        assertEquals("First.", ann.await("complete").getString("content"));
        FakeTurn two = fake.nextCall();
        String asked = two.body().getJsonArray("messages").encode();
        assertTrue(asked.contains("@bot edited 2"), asked);
        assertFalse(asked.contains("@bot two"), asked);
        two.finish();
        assertEquals("done", ann.await("complete").getString("reason"));
        assertEquals(2, fake.calls());
    }

    @Test
    void anAnswerThatIsEndingStaysWholeOrIsGone() {
        startBot();
        for (int i = 0; i < 20; i++) {
            String turn = ask("q" + i, "@bot question " + i);
            FakeTurn call = fake.nextCall().say("An answer.");
            ann.await(f -> is(f, "chunk") && f.getString("content").equals("An answer."));
            long prompt = ofType(ann.all(), "message").get(i).getLong("seq");
            call.finish();
            ann.send("delete", "room", "r", "id", "d" + i, "target", prompt);
            String id = "d" + i;
            Frames.until("the answer ended and the delete is acknowledged", () -> {
                List<JsonObject> all = ann.all();
                return ends(all, turn).size() == 1 && all.stream().anyMatch(f -> id.equals(f.getString("id")));
            });
            JsonObject end = ends(ann.all(), turn).get(0);
            JsonObject deleted = ofType(ann.all(), "deleted").get(i);
            if (end.getLong("seq") < deleted.getLong("seq")) {
                assertEquals("An answer.", end.getString("content"));
                assertEquals("done", end.getString("reason"));
            } else {
                assertCancelledEmpty(end, turn);
            }
        }
    }

    private static List<JsonObject> ends(List<JsonObject> frames, String turn) {
        return ofType(frames, "complete").stream()
                .filter(f -> turn.equals(f.getString("turn")))
                .toList();
    }

    @Test
    void aNewOwnerEndsAnAnswerWhosePromptWasDeletedBefore(Vertx vertx) {
        startBot();
        String turn = ask("q", "@bot tell me a secret");
        fake.nextCall().say("half a secret");
        ann.await(f -> is(f, "chunk") && f.getString("content").equals("half a secret"));
        stopNode();
        int before = fake.calls();
        deleteInTheStore(vertx);
        startAgain();
        JsonObject ready = ann.send("init", "room", "r", "since", 0).await("ready");
        assertFalse(ready.encode().contains("secret"), ready::encode);
        assertCancelledEmpty(ann.await("complete"), turn);
        assertEquals(4, ann.say("r", "after", "after").getLong("seq"));
        assertFalse(ann.all().toString().contains("secret"), () -> ann.all().toString());
        assertEquals(before, fake.calls(), "no model is asked");
    }

    /** As an owner that died behind the delete, and behind progress that was on its way at that time. */
    private void deleteInTheStore(Vertx vertx) {
        Store store = await(SqliteStore.open(
                vertx, TestStore.config("sqlite:" + node.folder().resolve("parley.db")), StoreObserver.NONE));
        Claim claim = await(store.log().claim("r", "one that dies"));
        OpenTurn open = claim.turns().get(0);
        Commit delete = new Commit(
                "r",
                claim.epoch(),
                5,
                null,
                List.of(new Commit.NewEvent(EventType.DELETED, "x", ANN, "{\"target\":1}")),
                List.of(new Effect.DeleteMessage(1, "ann", false)));
        assertEquals(new Committed.Stored(2, 2), await(store.log().commit(delete)));
        TurnProgress late = new TurnProgress(
                Phase.RUNNING, 1, List.of(new TurnStep("a step of the secret", List.of())), "a secret", null);
        Effect progress = new Effect.StoreProgress(open.turn(), open.turn().attempt(), late);
        Commit stored = new Commit("r", claim.epoch(), 6, null, List.of(), List.of(progress));
        assertTrue(await(store.log().commit(stored)) instanceof Committed.Stored);
        await(store.close());
    }
}
