package dev.parley.gateway.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Program;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock clients from npm, over each transport, in one room with a client of {@code /ws}. */
class BridgeNpmIT {
    private static final String PACKAGES = "nodejs npm";
    private static final Path FOLDER = Path.of("target", "npm");
    private static final Set<String> SHARED = Set.of("message", "chunk", "complete");
    private static final Set<String> ACTS = Set.of("edited", "deleted", "reaction", "event", "signal", "state");
    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "bridge.mjs")) {
            Files.copy(Path.of("src", "test", "npm", file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        String npm = Program.find(PACKAGES, "npm").toString();
        Program install = Program.start(FOLDER, List.of(npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"));
        assertEquals(0, install.end(), install::said);
        node = TestNode.start();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-polling", "xhr-streaming"})
    void bothDoorsSeeTheSame(String transport) {
        String room = "npm-" + transport;
        try (TestSocket ann = node.connect("ann")) {
            ann.enter(room);
            ann.say(room, "a1", "missed one");
            ann.say(room, "a2", "missed two");
            // Seven events: two from before, three of its own, a question and its answer.
            Program bob = bridge(node.token("bob"), room, transport, "3", "7", "0");
            ann.await(frame -> "message".equals(frame.getString("type"))
                    && (transport + " 3").equals(frame.getJsonObject("message").getString("text")));
            ann.say(room, "a3", "@assistant help");
            ann.await("complete");
            assertEquals(0, bob.end(), bob::said);

            List<JsonObject> overBridge = frames(bob, "event");
            assertEquals(
                    ann.all().stream().filter(BridgeNpmIT::isShared).toList(),
                    overBridge.stream().filter(BridgeNpmIT::isShared).toList());
            assertTrue(overBridge.stream().anyMatch(frame -> "chunk".equals(frame.getString("type"))));
            List<JsonObject> replies = frames(bob, "reply");
            assertEquals(List.of("ready", "ack", "ack", "ack"), types(replies));
            assertEquals(0, replies.get(0).getLong("since"));
            assertEquals(
                    List.of(3L, 4L, 5L),
                    replies.stream().skip(1).map(r -> r.getLong("seq")).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-polling", "xhr-streaming"})
    void aFailureReachesTheReplyHandler(String transport) {
        String token = node.token("eve", "member", List.of("lobby"), Duration.ofMinutes(1));
        Program eve = bridge(token, "cellar", transport, "1", "0", "0");
        assertEquals(1, eve.end(), eve::said);
        JsonObject error = eve.output()
                .lines()
                .map(JsonObject::new)
                .filter(line -> "init".equals(line.getString("failure")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(eve.said()))
                .getJsonObject("error");
        assertEquals(201, error.getInteger("failureCode"));
        assertEquals("RECIPIENT_FAILURE", error.getString("failureType"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-polling"})
    void itEditsReactsEmitsAndPatches(String transport) {
        String room = "npm-acts-" + transport;
        try (TestSocket ann = node.connect("ann")) {
            ann.enter(room);
            Program bob = bridge(node.token("bob"), room, transport, "1", "6", "0", "acts");
            assertEquals(0, bob.end(), bob::said);
            ann.await("deleted");
            List<JsonObject> seen = ann.all().stream()
                    .filter(frame -> ACTS.contains(frame.getString("type")))
                    .toList();
            assertEquals(List.of("edited", "reaction", "event", "signal", "state", "deleted"), types(seen));
            assertEquals("edited", seen.get(0).getString("text"));
            assertEquals("👍🏽", seen.get(1).getString("emoji"));
            assertEquals(
                    new JsonObject("{\"dice\":[3,4.5],\"bonus\":null}"),
                    seen.get(2).getJsonObject("data"));
            seen = seen.stream()
                    .filter(frame -> !"signal".equals(frame.getString("type")))
                    .toList();
            assertEquals(
                    seen,
                    frames(bob, "event").stream()
                            .filter(frame -> ACTS.contains(frame.getString("type")))
                            .toList());
            assertEquals(
                    List.of("ready", "ack", "ack", "ack", "ack", "ack", "ack", "state_loaded", "ack"),
                    types(frames(bob, "reply")));
        }
    }

    @Test
    void onesOwnAssistantAnswersOverTheBridge() {
        Program ada = bridge(node.token("ada"), "assistant:me", "websocket", "1", "2");
        assertEquals(0, ada.end(), ada::said);
        List<JsonObject> events = frames(ada, "event");
        StringBuilder chunks = new StringBuilder();
        String whole = null;
        for (JsonObject event : events) {
            if ("chunk".equals(event.getString("type"))) {
                assertEquals(chunks.length(), event.getInteger("offset"));
                chunks.append(event.getString("content"));
            } else if ("complete".equals(event.getString("type"))) {
                whole = event.getString("content");
            }
        }
        assertEquals(whole, chunks.toString());
        assertTrue(whole != null && !whole.isEmpty(), ada::said);
    }

    private static Program bridge(String token, String room, String transport, String... rest) {
        String program = Program.find(PACKAGES, "node", "nodejs").toString();
        List<String> command = new ArrayList<>(List.of(program, "bridge.mjs", node.baseUrl(), token, room, transport));
        command.addAll(List.of(rest));
        return Program.start(FOLDER, command);
    }

    private static boolean isShared(JsonObject frame) {
        return SHARED.contains(frame.getString("type"));
    }

    private static List<JsonObject> frames(Program program, String kind) {
        return program.output()
                .lines()
                .map(JsonObject::new)
                .filter(line -> line.containsKey(kind))
                .map(line -> line.getJsonObject("body"))
                .toList();
    }

    private static List<String> types(List<JsonObject> frames) {
        return frames.stream().map(frame -> frame.getString("type")).toList();
    }
}
