package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.client.Loop;
import dev.parley.bench.model.SteadyModel;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real node: what they count is right. How fast it was is nobody's affair here. */
class BenchCommandTest {
    private static final String[] BRIEF = {"--rounds", "1", "--seconds", "1", "--warmup", "0.2"};

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestNode node;

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    private int run(String... arguments) {
        BenchIo benchIo = new BenchIo(Map.of(), new PrintWriter(out), new PrintWriter(err), InstantSource.system());
        return BenchCommand.tree(benchIo).setErr(new PrintWriter(err)).execute(arguments);
    }

    /** Runs a command on the node and returns its JSON lines. */
    private List<JsonObject> measure(String... arguments) throws IOException {
        Path json = folder.resolve("result.json");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(BRIEF));
        all.addAll(List.of("--url", "ws://127.0.0.1:" + node.port() + "/ws"));
        all.addAll(List.of("--secret", node.config().auth().secret(), "--json", json.toString()));
        assertEquals(0, run(all.toArray(new String[0])), err::toString);
        return Files.readAllLines(json).stream().map(JsonObject::new).toList();
    }

    @Test
    void everyMessageIsDeliveredToEverybody() throws IOException {
        node = TestNode.start();
        String pid = String.valueOf(ProcessHandle.current().pid());
        List<JsonObject> results = measure("fanout", "--shape", "2x3,1x5", "--in-flight", "2", "--pid", pid);
        assertEquals(
                List.of("2x3", "1x5"),
                results.stream().map(r -> r.getString("case")).toList());
        for (int i = 0; i < 2; i++) {
            JsonObject result = results.get(i);
            long messages = result.getLong("messages");
            assertTrue(messages > 0, result::encode);
            assertEquals(messages, result.getLong("acked"), result::encode);
            assertEquals(messages * (i == 0 ? 3 : 5), result.getLong("deliveries"), result::encode);
            assertEquals(0, result.getLong("lost"), result::encode);
            assertEquals(0, result.getLong("refused"), result::encode);
            assertTrue(result.getDouble("cpu_us") > 0, result::encode);
            assertTrue(result.getDouble("p50_ms") <= result.getDouble("max_ms"), result::encode);
        }
        assertTrue(out.toString().startsWith("rooms x members "), out::toString);
    }

    @Test
    void aPacedLoadSendsWhatIsDueAndTheStoreHasIt() throws IOException {
        node = TestNode.start();
        JsonObject result = measure("fanout", "--shape", "1x2", "--rate", "50").get(0);
        assertEquals(50, result.getLong("messages"), result::encode);
        assertEquals(100, result.getLong("deliveries"), result::encode);
        JsonArray rooms = node.http(node.token("bench-0")).getJson("/api/rooms").getJsonArray("rooms");
        assertEquals(1, rooms.size(), rooms::encode);
        assertEquals(60, rooms.getJsonObject(0).getLong("seq"), "10 warmed up");
    }

    @Test
    void everyAckIsCounted() throws IOException {
        node = TestNode.start();
        List<JsonObject> results = new ArrayList<>(measure("ack", "--senders", "1,4"));
        results.addAll(measure("ack", "--senders", "3", "--one-room"));
        for (JsonObject result : results) {
            assertTrue(result.getLong("acked") > 0, result::encode);
            assertEquals(result.getLong("messages"), result.getLong("acked"), result::encode);
            assertEquals(0, result.getLong("lost"), result::encode);
        }
    }

    @Test
    void chunksOfAnswersJoin() throws IOException {
        try (Loop loop = new Loop()) {
            SteadyModel model = loop.await(() -> SteadyModel.start(loop.vertx(), 0, 200, 40), Duration.ofSeconds(60));
            JsonObject assistant = new JsonObject()
                    .put("name", "bench")
                    .put("provider", "openai")
                    .put("model", "steady")
                    .put("baseUrl", model.baseUrl());
            node = TestNode.start(
                    Map.of("PARLEY_ASSISTANTS", new JsonArray().add(assistant).encode()));
            JsonObject result =
                    measure("stream", "--rooms", "2", "--members", "3").get(0);
            assertTrue(result.getLong("complete") >= 6, result::encode);
            assertEquals(0, result.getLong("complete") % 3, "all members hear of every end");
            for (String none : List.of("failed", "holes", "different", "refused")) {
                assertEquals(0, result.getLong(none), result::encode);
            }
        }
    }

    @Test
    void openAndPrivateRoomsAreEntered() throws IOException {
        node = TestNode.start();
        List<JsonObject> results = measure("enter", "--visitors", "3");
        assertEquals(
                List.of("open", "private"),
                results.stream().map(r -> r.getString("case")).toList());
        results.forEach(result -> assertTrue(result.getLong("entered") > 3, result::encode));
    }

    @Test
    void membersAreTakenOutAgainAndAgain() throws IOException {
        node = TestNode.start();
        JsonObject result = measure("removal", "--pairs", "2").get(0);
        assertTrue(result.getLong("removed") > 2, result::encode);
        assertTrue(result.getDouble("max_ms") < 1000, result::encode);
    }

    @Test
    void retentionEmptiesARoomWhileOthersTalk() throws IOException {
        node = TestNode.start(Map.of("PARLEY_ROOMS_RETENTION_EVERY", "200ms"));
        JsonObject result =
                measure("retention", "--messages", "50", "--senders", "2").get(0);
        assertTrue(result.getDouble("gone_s") > 0, result::encode);
        assertTrue(result.getLong("acked") > 0, result::encode);
        assertEquals(0, result.getLong("refused"), result::encode);
    }

    @Test
    void historyIsFilledAndRead() throws IOException {
        node = TestNode.start();
        List<JsonObject> results = measure("growth", "--over", "history", "--steps", "5,60");
        assertEquals(2, results.size());
        for (JsonObject result : results) {
            assertTrue(result.getLong("pages") > 0, result::encode);
        }
    }

    @Test
    void aConnectionSpeaksInManyRooms() throws IOException {
        node = TestNode.start();
        List<JsonObject> results = measure("growth", "--over", "rooms", "--steps", "1,120", "--rate", "60");
        for (JsonObject result : results) {
            assertEquals(60, result.getLong("messages"), result::encode);
            assertEquals(60, result.getLong("acked"), result::encode);
            assertEquals(0, result.getLong("lost"), "both members heard all of it");
        }
        JsonArray rooms =
                node.http(node.token("bench-0")).getJson("/api/rooms?limit=200").getJsonArray("rooms");
        assertTrue(rooms.size() > 60, rooms::encode); // each of the measured messages in another one
    }

    @Test
    void moreNodesThanThereAreAreNotMeasured() throws IOException {
        node = TestNode.start();
        List<JsonObject> results = measure("growth", "--over", "nodes", "--steps", "1,2", "--in-flight", "1");
        assertEquals(
                List.of("1"), results.stream().map(r -> r.getString("case")).toList());
        assertEquals(0, results.get(0).getLong("lost"), results::toString);
        assertTrue(err.toString().contains("2: this needs 2 servers, but --url names 1"), err::toString);
    }

    @Test
    void roomsSleepAndAreWoken() throws IOException {
        node = TestNode.start(Map.of("PARLEY_ROOMS_IDLE_TIMEOUT", "300ms"));
        JsonObject result = measure("growth", "--over", "sleeping", "--steps", "30", "--asleep-after", "2")
                .get(0);
        assertEquals(30, result.getLong("woken"), result::encode);
    }

    @Test
    void connectionsAreCounted() throws IOException {
        node = TestNode.start();
        JsonObject result =
                measure("idle", "--connections", "70", "--rooms", "7").get(0);
        assertEquals(70, result.getLong("connections"), result::encode);
    }

    @Test
    void overloadAccountsForEveryMessage() throws IOException {
        node = TestNode.start(Map.of("PARLEY_LIMITS_MESSAGES", "{\"perSecond\": 1, \"burst\": 5}"));
        JsonObject result =
                measure("overload", "--rate", "100", "--shape", "1x2").get(0);
        String notes = result.getJsonArray("notes").encode();
        assertTrue(notes.contains("refused: rate_limited "), notes);
        assertTrue(!notes.contains("neither"), notes);
    }

    @Test
    void limitsThatAreHitAreTold() throws IOException {
        node = TestNode.start(Map.of("PARLEY_LIMITS_MESSAGES", "{\"perSecond\": 1, \"burst\": 3}"));
        JsonObject result =
                measure("fanout", "--shape", "1x2", "--in-flight", "20").get(0);
        assertTrue(result.getLong("refused") > 0, result::encode);
        assertEquals(0, result.getLong("lost"), "what is refused is not lost");
        assertTrue(out.toString().contains("note: 1x2: refused: rate_limited "), out::toString);
    }

    @Test
    void whoIsNotLetInIsToldWhy() {
        node = TestNode.start();
        String url = "ws://127.0.0.1:" + node.port() + "/ws";
        String wrong = "not the secret of this node, but long enough";
        assertEquals(1, run("ack", "--url", url, "--secret", wrong, "--senders", "1"));
        assertTrue(err.toString().contains("401 Unauthorized (unauthorized: "), err::toString);
        assertTrue(err.toString().endsWith("nothing could be measured\n"), err::toString);
    }

    @Test
    void whoIsNotThereIsNamed() {
        assertEquals(1, run("ack", "--url", "ws://127.0.0.1:1/ws", "--secret", "x".repeat(32), "--senders", "1"));
        assertTrue(err.toString().contains("cannot connect to ws://127.0.0.1:1/ws"), err::toString);
    }

    @Test
    void wrongUsageIsStatusTwo() {
        String[][] wrong = {
            {},
            {"fanout", "--shape", "10", "--secret", "s"},
            {"fanout", "--rate", "0"},
            {"ack", "--senders", "0"},
            {"ack", "--rounds", "0"},
            {"ack", "--seconds", "-1"},
            {"ack", "--url", "http://127.0.0.1/ws", "--secret", "s"},
            {"ack", "--secret-file", folder.resolve("none").toString()},
            {"ack", "--tokens", folder.resolve("none").toString()},
            {"ack", "--pid", "4194304999", "--secret", "s"},
            {"overload"},
            {"idle", "--connections", "0"},
            {"stream", "--rooms", "0"},
            {"growth", "--over", "time"},
            {"growth", "--over", "sleeping", "--asleep-after", "0"},
            {"model", "--tokens", "0"}
        };
        for (String[] arguments : wrong) {
            assertEquals(2, run(arguments), () -> String.join(" ", arguments) + ": " + err);
        }
    }
}
