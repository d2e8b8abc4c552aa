package dev.parley.gateway.http.route;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.gateway.http.Problems;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /api/rooms/{room}/turns} and {@code /api/usage}, and the limit that rests on it. */
@ExtendWith(VertxExtension.class)
class TurnRoutesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private FakeOpenAi fake;
    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
    }

    private void start(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PARLEY_ASSISTANTS", Frames.assistants(fake, "bot", "owl"));
        all.put("PARLEY_AI_CHECKPOINT_EVERY", "1ms");
        node = TestNode.start(all);
        ann = node.connect("ann");
        ann.enter("r");
    }

    @AfterEach
    void end() {
        ann.close();
        node.close();
        await(fake.stop());
    }

    private TestHttp http(String user) {
        return node.http(node.token(user));
    }

    private TestHttp http(String user, String role, String... rooms) {
        return node.http(node.token(user, role, List.of(rooms), HOUR));
    }

    /** An answer that its provider counted; returns its turn. */
    @CanIgnoreReturnValue
    private String answered(String asker, String room, int input, int output) {
        fake.script(call -> call.say("Hi.")
                .reason("stop")
                .usage(input, output)
                .data("[DONE]")
                .end());
        try (TestSocket socket = node.connect(asker)) {
            socket.send("message", "room", room, "message", "@bot hi");
            return socket.await("complete").getString("turn");
        }
    }

    /** Checkpoints are stored a moment later than they are seen. */
    private JsonObject turnOnce(String turn, Predicate<JsonObject> holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        JsonObject found;
        do {
            found = http("ann").getJson("/api/rooms/r/turns/" + turn);
        } while (!holds.test(found) && System.nanoTime() < deadline);
        return found;
    }

    @Test
    void aTurnIsThereFromItsPromptOn() {
        start(Map.of());
        ann.send("message", "room", "r", "id", "q", "message", "@bot hi");
        FakeTurn call = fake.nextCall();
        String turn = ann.await("chunk").getString("turn");
        call.say("Hel");
        call.say("lo");
        JsonObject running = turnOnce(turn, found -> !found.getString("content").isEmpty());
        assertTrue("Hello".startsWith(running.getString("content")), running.encode());
        assertEquals("running", running.getString("state"));
        assertEquals(turn, running.getString("turn"));
        assertEquals("bot", running.getString("assistant"));
        assertEquals(1, running.getInteger("attempt"));
        assertEquals(1, running.getLong("promptSeq"));
        assertEquals("ann", running.getJsonObject("asker").getString("id"));
        assertEquals(0, running.getInteger("depth"));
        assertTrue(running.getLong("startedAt") > 0);
        assertEquals(List.of(), running.getJsonArray("calls").getList());
        assertFalse(running.containsKey("endedAt"));
        assertFalse(running.containsKey("seq"));
        call.reason("stop").usage(30, 4).data("[DONE]").end();
        ann.await("complete");
        JsonObject done = http("ann").getJson("/api/rooms/r/turns/" + turn);
        assertEquals("done", done.getString("state"));
        assertEquals(2, done.getLong("seq"));
        assertTrue(done.getLong("endedAt") >= done.getLong("startedAt"));
        assertFalse(done.containsKey("content"));
        assertEquals(
                new JsonObject().put("input", 30).put("output", 4).put("estimated", false),
                done.getJsonObject("usage"));
    }

    @Test
    void whatWasStoppedHasItsUsageEstimated() {
        start(Map.of());
        ann.send("message", "room", "r", "id", "q", "message", "@bot " + "hi ".repeat(200));
        FakeTurn call = fake.nextCall();
        String turn = ann.await("chunk").getString("turn");
        call.say("12345");
        ann.await(f -> "12345".equals(f.getString("content")));
        ann.send("cancel", "room", "r", "turn", turn);
        ann.await("complete");
        JsonObject stopped = http("ann").getJson("/api/rooms/r/turns/" + turn);
        assertEquals("cancelled", stopped.getString("state"));
        JsonObject usage = stopped.getJsonObject("usage");
        assertEquals(true, usage.getBoolean("estimated"));
        assertEquals(2, usage.getInteger("output"));
        assertTrue(usage.getInteger("input") >= 150, usage.encode());
    }

    @Test
    void pagesHoldTheLatestPromptsFirstAndPartNone() {
        start(Map.of());
        fake.alwaysWith(List.of("Hi."));
        for (String text : List.of("@bot one", "@bot @owl two", "@bot three")) {
            ann.send("message", "room", "r", "message", text);
            ann.await("complete");
            if (text.contains("@owl")) {
                ann.await("complete");
            }
        }
        JsonObject all = http("ann").getJson("/api/rooms/r/turns");
        assertEquals(false, all.getBoolean("hasMore"));
        assertEquals(4, all.getJsonArray("turns").size());
        JsonObject first = http("ann").getJson("/api/rooms/r/turns?limit=2");
        assertEquals(true, first.getBoolean("hasMore"));
        assertEquals(1, first.getJsonArray("turns").size(), "the two of the second prompt stay together");
        assertEquals(
                all.getJsonArray("turns").getJsonObject(0),
                first.getJsonArray("turns").getJsonObject(0));
        long before = first.getJsonArray("turns").getJsonObject(0).getLong("promptSeq");
        JsonObject second = http("ann").getJson("/api/rooms/r/turns?limit=1&before=" + before);
        assertEquals(2, second.getJsonArray("turns").size(), "as they do where a page holds one");
        assertEquals(true, second.getBoolean("hasMore"));
    }

    @Test
    void turnsAreForWhoMayEnterAndUnknownOnesAreNotFound() {
        start(Map.of());
        String turn = answered("ann", "r", 1, 1);
        Problems.check(404, "not_found", http("ann").get("/api/rooms/r/turns/nope"));
        Problems.check(404, "not_found", http("ann").get("/api/rooms/elsewhere/turns/" + turn));
        Problems.check(403, "forbidden", http("eve", "member", "x-*").get("/api/rooms/r/turns/" + turn));
        Problems.check(403, "forbidden", http("eve", "member", "x-*").get("/api/rooms/r/turns"));
        Problems.check(401, "unauthorized", node.http(null).get("/api/rooms/r/turns"));
        Problems.check(400, "bad_frame", http("ann").get("/api/rooms/r/turns?limit=0"));
        Problems.check(405, "bad_frame", http("ann").post("/api/rooms/r/turns", new JsonObject()));
        assertEquals(
                new JsonObject("{\"turns\": [], \"hasMore\": false}"),
                http("ann").getJson("/api/rooms/elsewhere/turns"));
    }

    private static JsonObject row(JsonObject usage, int row) {
        JsonObject found = usage.getJsonArray("rows").getJsonObject(row);
        assertTrue(found.getLong("millis") >= 0);
        found.remove("millis");
        return found;
    }

    private static JsonObject row(String key, int turns, int input, int output) {
        return new JsonObject()
                .put("key", key)
                .put("turns", turns)
                .put("input", input)
                .put("output", output)
                .put("estimated", 0);
    }

    @Test
    void everybodySeesTheirOwnUsageAndServicesAll() {
        start(Map.of());
        answered("ann", "r", 10, 1);
        answered("ann", "s", 20, 2);
        answered("bob", "r", 400, 4);
        assertEquals(1, http("ann").getJson("/api/usage").getJsonArray("rows").size());
        assertEquals(row("ann", 2, 30, 3), row(http("ann").getJson("/api/usage?by=user&user=ann"), 0));
        assertEquals(row("s", 1, 20, 2), row(http("ann").getJson("/api/usage?by=room"), 0));
        assertEquals(row("ann", 1, 10, 1), row(http("ann").getJson("/api/usage?room=r"), 0));
        assertEquals(row("bot", 2, 30, 3), row(http("ann").getJson("/api/usage?by=assistant"), 0));
        assertEquals(
                0,
                http("ann")
                        .getJson("/api/usage?assistant=owl")
                        .getJsonArray("rows")
                        .size());
        Problems.check(403, "forbidden", http("ann").get("/api/usage?user=bob"));
        Problems.check(403, "forbidden", http("mod", "moderator").get("/api/usage?user=bob"));
        Problems.check(403, "forbidden", http("ann", "member", "x-*").get("/api/usage?room=r"));
        for (String role : List.of("service", "admin")) {
            TestHttp all = http("root", role, "x-*");
            assertEquals(row("bob", 1, 400, 4), row(all.getJson("/api/usage"), 0));
            assertEquals(row("ann", 2, 30, 3), row(all.getJson("/api/usage"), 1));
            assertEquals(row("r", 2, 410, 5), row(all.getJson("/api/usage?by=room&limit=1"), 0));
            assertEquals(row("bob", 1, 400, 4), row(all.getJson("/api/usage?room=r&user=bob"), 0));
        }
    }

    @Test
    void usageIsOfASpanOfTime() {
        start(Map.of());
        answered("ann", "r", 10, 1);
        TestHttp http = http("ann");
        assertEquals(0, http.getJson("/api/usage?to=1000").getJsonArray("rows").size());
        assertEquals(
                0,
                http.getJson("/api/usage?from=2999-01-01T00:00:00Z")
                        .getJsonArray("rows")
                        .size());
        assertEquals(
                1,
                http.getJson("/api/usage?from=2020-01-01T00:00:00+01:00&to=2999-01-01T00:00:00Z")
                        .getJsonArray("rows")
                        .size());
        for (String query :
                List.of("by=colour", "from=yesterday", "to=-1", "from=2000&to=2000", "limit=x", "limit=0", "room=.x")) {
            Problems.check(400, "bad_frame", http.get("/api/usage?" + query));
        }
        Problems.check(401, "unauthorized", node.http(null).get("/api/usage"));
    }

    @Test
    void whoUsedADaysTokensUpIsToldSo() {
        start(Map.of("PARLEY_LIMITS_TOKENS_PER_DAY", "100"));
        ann.send("message", "room", "r", "id", "one", "message", "@bot hi");
        fake.nextCall().say("Hi.").reason("stop").usage(90, 10).data("[DONE]").end();
        ann.await("complete");
        ann.send("message", "room", "s", "id", "two", "message", "@bot hi");
        JsonObject refused = ann.await(f -> "two".equals(f.getString("id")));
        assertEquals("rate_limited", refused.getString("code"));
        assertTrue(refused.getLong("retryAfterMs") > 0);
        assertTrue(refused.getString("error").contains("limits.tokensPerDay"), refused.encode());
        ann.send("message", "room", "s", "id", "three", "message", "nobody has to answer");
        assertEquals("ack", ann.await(f -> "three".equals(f.getString("id"))).getString("type"));
        try (TestSocket bob = node.connect("bob")) {
            bob.send("message", "room", "r", "id", "four", "message", "@bot hi");
            fake.nextCall().finish();
            assertEquals("ack", bob.await(f -> "four".equals(f.getString("id"))).getString("type"));
        }
    }
}
