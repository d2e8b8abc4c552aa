package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ParleyProcess;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar as somebody starts it who read the README only. */
class StartIT {
    private static final Map<String, String> ANY_PORT = Map.of("PARLEY_HTTP_PORT", "0");

    @TempDir
    Path folder;

    @Test
    void oneLineTellsTheUrlAndThenItIsReady() {
        try (ParleyProcess node = ParleyProcess.run(folder, ANY_PORT)) {
            int port = node.port();
            assertEquals(200, node.http(null).get("/health/ready").statusCode());
            assertEquals(200, node.http(null).get("/").statusCode());
            assertEquals(
                    List.of("Parley is ready on http://localhost:" + port
                            + " (conf/local.json, sqlite:./data/parley.db)"),
                    node.out());
            assertEquals(List.of(), node.complaints(), "nothing to warn of");
            assertTrue(Files.exists(folder.resolve("data/parley.db")));
            assertTrue(Files.exists(folder.resolve("data/secret")));
        }
    }

    @Test
    void theLogTellsWhatStartedHowItDrainedAndThatItStopped() {
        Map<String, String> environment = Map.of("PARLEY_HTTP_PORT", "0", "PARLEY_DRAIN_WINDOW", "100ms");
        try (ParleyProcess node = ParleyProcess.run(folder, environment)) {
            int port = node.port();
            node.terminate().exit();
            List<String> said = node.err().stream()
                    .map(line -> line.replaceFirst("^[0-9:.]+ ", "").replaceAll("[0-9]+ ms", "n ms"))
                    .toList();
            assertEquals(4, said.size(), said::toString);
            assertTrue(
                    said.get(0)
                            .matches("INFO  StartLog - Parley \\S+ has started: node [\\w-]{16}, http://localhost:"
                                    + port
                                    + ", store sqlite:\\./data/parley\\.db \\(schema [0-9]+\\),"
                                    + " assistants assistant \\(builtin\\), cluster none"),
                    said::toString);
            assertFalse(said.get(0).contains("development"), said::toString);
            assertEquals(
                    List.of(
                            "INFO  DrainLog - drain begins: 0 connections and 0 rooms, over n ms",
                            "INFO  DrainLog - drain ended after n ms: 0 connections and 0 rooms are left",
                            "INFO  NodeProcess - stopped cleanly in n ms"),
                    said.subList(1, 4));
        }
    }

    @Test
    void everyLineIsJsonWhenTheLogIs() {
        Map<String, String> environment = Map.of(
                "PARLEY_HTTP_PORT",
                "0",
                "PARLEY_LOG_FORMAT",
                "json",
                "PARLEY_DRAIN_WINDOW",
                "100ms",
                "PARLEY_AUTH_GUESTS",
                "false",
                "PARLEY_NOPE",
                "1");
        try (ParleyProcess node = ParleyProcess.run(folder, environment)) {
            int port = node.port();
            node.terminate().exit();
            List<JsonObject> said = Stream.concat(node.out().stream(), node.err().stream())
                    .map(JsonObject::new)
                    .toList();
            List<String> messages = said.stream()
                    .map(line -> line.getString("formattedMessage"))
                    .toList();
            assertEquals(
                    "Parley is ready on http://localhost:" + port + " (conf/local.json, sqlite:./data/parley.db)",
                    messages.get(0));
            assertEquals("environment PARLEY_NOPE: unknown variable, ignored", messages.get(1));
            assertEquals("WARN", said.get(1).getString("level"));
            assertTrue(messages.get(2).startsWith("Guests are off"), messages::toString);
            assertTrue(messages.get(3).startsWith("Parley "), messages::toString);
            JsonObject facts = new JsonObject();
            said.get(3).getJsonArray("kvpList").forEach(pair -> facts.mergeIn((JsonObject) pair));
            assertEquals(
                    Set.of("version", "node", "url", "store", "schema", "assistants", "cluster"), facts.fieldNames());
            assertEquals("http://localhost:" + port, facts.getString("url"));
            assertEquals("assistant (builtin)", facts.getString("assistants"));
            assertTrue(messages.get(6).startsWith("stopped cleanly in "), messages::toString);
            assertEquals(7, messages.size(), messages::toString);
        }
    }

    @Test
    void aGuestTalksToTheAssistantAndItIsThereAfterARestart() {
        String token;
        try (ParleyProcess node = ParleyProcess.run(folder, ANY_PORT)) {
            token = node.guest().getString("token");
            try (TestSocket guest = TestSocket.connect(node.port(), "/ws", token)) {
                guest.enter("main");
                assertEquals(1, guest.say("main", "g1", "@assistant help").getLong("seq"));
                assertEquals("done", guest.await("complete").getString("reason"));
            }
            assertTrue(List.of(0, 143).contains(node.terminate().exit()));
        }
        try (ParleyProcess node = ParleyProcess.run(folder, ANY_PORT)) {
            JsonObject history = node.http(token).getJson("/api/rooms/main/messages");
            assertEquals(2, history.getJsonArray("messages").size());
        }
    }

    @Test
    void aTokenOfTheCommandIsLetIn() {
        try (ParleyProcess node = ParleyProcess.run(folder, ANY_PORT);
                ParleyProcess mint = ParleyProcess.run(folder, Map.of(), "token", "--user", "ada", "--name", "Ada")) {
            node.port();
            assertEquals(0, mint.exit());
            assertEquals(1, mint.out().size(), "the token alone");
            JsonObject sent = new JsonObject(node.http(mint.out().get(0))
                    .post("/api/rooms/main/messages", new JsonObject().put("text", "hello"))
                    .body());
            assertEquals(1, sent.getLong("seq"), sent::encode);
        }
    }

    @Test
    void unknownVariablesOnlyWarn() {
        Map<String, String> environment = Map.of("PARLEY_HTTP_PORT", "0", "PARLEY_HTTP_PROT", "1");
        try (ParleyProcess node = ParleyProcess.run(folder, environment)) {
            node.port();
            assertEquals(1, node.complaints().size());
            assertTrue(node.err().get(0).contains("PARLEY_HTTP_PROT"), node.err()::toString);
            assertTrue(node.err().get(0).contains("PARLEY_HTTP_PORT?"), node.err()::toString);
        }
    }

    @Test
    void helpAndVersion() {
        for (String[] command : new String[][] {{"--help"}, {"token", "--help"}, {"version", "--help"}}) {
            try (ParleyProcess help = ParleyProcess.run(folder, Map.of(), command)) {
                assertEquals(0, help.exit());
                assertTrue(help.out().get(0).startsWith("Usage: parley"), help.out()::toString);
            }
        }
        for (String command : List.of("version", "--version")) {
            try (ParleyProcess version = ParleyProcess.run(folder, Map.of(), command)) {
                assertEquals(0, version.exit());
                assertTrue(
                        version.out().get(0).matches("Parley \\S+ \\(Vert\\.x 5\\S+, Java \\S+\\)"),
                        version.out()::toString);
                assertNotEquals("development", version.out().get(0).split(" ", -1)[1]);
            }
        }
    }
}
