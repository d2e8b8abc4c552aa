package dev.parley.gateway.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.testing.Frames;
import dev.parley.testing.Program;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock client from npm edits, reacts, deletes, emits and patches, beside a client of {@code /ws}. */
class AmendNpmIT {
    private static final String PACKAGES = "nodejs npm";
    private static final Path FOLDER = Path.of("target", "npm-frames");
    private static final Set<String> DURABLE = Set.of("message", "edited", "deleted", "reaction", "event", "state");
    private static final int LAST = 10;

    /** Everything after the two messages, without room and time. */
    private static final List<String> ANNOUNCED = List.of(
            "{\"type\":\"edited\",\"seq\":3,\"by\":\"bob\",\"target\":2,\"text\":\"second\"}",
            "{\"type\":\"reaction\",\"seq\":4,\"by\":\"bob\",\"target\":1,\"emoji\":\"🎉\",\"on\":true}",
            "{\"type\":\"reaction\",\"seq\":5,\"by\":\"bob\",\"target\":1,\"emoji\":\"🎉\",\"on\":false}",
            "{\"type\":\"event\",\"seq\":6,\"by\":\"bob\",\"name\":\"moved\",\"data\":[1,\"x\"]}",
            "{\"type\":\"state\",\"seq\":7,\"by\":\"bob\",\"patch\":{\"slide\":3,\"by\":\"bob\"}}",
            "{\"type\":\"state\",\"seq\":8,\"by\":\"bob\",\"patch\":{\"by\":null}}",
            "{\"type\":\"deleted\",\"seq\":9,\"by\":\"bob\",\"target\":2}",
            "{\"type\":\"deleted\",\"seq\":10,\"by\":\"bob\",\"target\":6}");

    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "frames.mjs")) {
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

    private final JsonArray asked = new JsonArray();
    private final List<String> expected = new ArrayList<>();

    private void ask(String reply, String type, Object... fields) {
        asked.add(TestSocket.frame(type, fields));
        expected.add(type + " " + reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-polling", "xhr-streaming"})
    void itAmendsEmitsAndPatches(String transport) {
        String room = "amend-" + transport;
        JsonObject patch = new JsonObject().put("slide", 3).put("by", "bob");
        ask("ready 1", "init", "since", 0, "state", true);
        ask("ack 2", "message", "id", "b1", "message", "first");
        ask("ack 3", "edit", "id", "b2", "target", 2, "text", "second");
        ask("ack 3 duplicate", "edit", "id", "b2", "target", 2, "text", "second");
        ask("103", "edit", "id", "b2", "target", 2, "text", "third");
        ask("201", "edit", "target", 1, "text", "not mine");
        ask("102", "edit", "target", 99, "text", "not there");
        ask("ack 4", "react", "id", "b3", "target", 1, "emoji", "🎉", "on", true);
        ask("ack -", "react", "target", 1, "emoji", "🎉", "on", true);
        ask("100", "react", "target", 1, "emoji", "party", "on", true);
        ask("ack 5", "react", "target", 1, "emoji", "🎉", "on", false);
        ask(
                "ack 6",
                "emit",
                "id",
                "b4",
                "name",
                "moved",
                "data",
                new JsonArray().add(1).add("x"));
        ask("100", "emit", "name", "parley.moved", "data", 1);
        ask("ack -", "signal", "name", "cursor", "data", new JsonObject().put("x", 1));
        ask("ack 7", "state", "id", "b5", "patch", patch, "base", 0);
        ask("103", "state", "patch", new JsonObject().put("slide", 4), "base", 0);
        ask("ack 8", "state", "patch", new JsonObject().putNull("by"), "base", 7);
        ask("100", "state", "patch", new JsonArray());
        ask("state_loaded 8", "get_state");
        ask("ack 9", "delete", "id", "b6", "target", 2);
        ask("103", "delete", "target", 2);
        ask("103", "edit", "target", 2, "text", "too late");
        ask("201", "delete", "target", 1);
        ask("ack 10", "delete", "target", 6);
        try (TestSocket ann = node.connect("ann")) {
            ann.enter(room);
            ann.say(room, "a1", "hello");
            Program bob = frames(node.token("bob"), room, transport);
            assertEquals(0, bob.end(), bob::said);
            JsonObject signal = ann.await("signal");
            assertEquals(new JsonObject().put("x", 1), signal.getJsonObject("data"));
            assertFalse(signal.containsKey("seq"));
            ann.await(frame -> Integer.valueOf(LAST).equals(frame.getInteger("seq")));

            assertEquals(expected, replies(bob));
            assertEquals(durable(ann.all()), durable(bodies(bob)));
            assertEquals(ANNOUNCED.stream().map(JsonObject::new).toList(), announced(bodies(bob)));
            JsonObject state = bodiesOf(bob, "reply").stream()
                    .filter(frame -> Frames.is(frame, "state_loaded"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(new JsonObject().put("slide", 3), state.getJsonObject("state"));
        }
    }

    private Program frames(String token, String room, String transport) {
        String program = Program.find(PACKAGES, "node", "nodejs").toString();
        return Program.start(
                FOLDER,
                List.of(
                        program,
                        "frames.mjs",
                        node.baseUrl(),
                        token,
                        room,
                        transport,
                        asked.encode(),
                        String.valueOf(LAST)));
    }

    private static List<String> replies(Program program) {
        return lines(program).stream()
                .filter(line -> !line.containsKey("event"))
                .map(AmendNpmIT::told)
                .toList();
    }

    private static String told(JsonObject line) {
        if (line.containsKey("failure")) {
            return line.getString("failure") + " " + line.getJsonObject("error").getInteger("failureCode");
        }
        JsonObject frame = line.getJsonObject("body");
        return line.getString("reply") + " " + frame.getString("type") + " "
                + (frame.containsKey("seq") ? frame.getInteger("seq") : "-")
                + (frame.containsKey("duplicate") ? " duplicate" : "");
    }

    private static List<JsonObject> durable(List<JsonObject> frames) {
        return frames.stream()
                .filter(frame -> DURABLE.contains(frame.getString("type")))
                .toList();
    }

    private static List<JsonObject> announced(List<JsonObject> frames) {
        return durable(frames).stream()
                .filter(frame -> !Frames.is(frame, "message"))
                .map(frame -> {
                    JsonObject copy = frame.copy();
                    copy.remove("room");
                    copy.remove("ts");
                    return copy;
                })
                .toList();
    }

    private static List<JsonObject> bodies(Program program) {
        return bodiesOf(program, "event");
    }

    private static List<JsonObject> bodiesOf(Program program, String kind) {
        return lines(program).stream()
                .filter(line -> line.containsKey(kind))
                .map(line -> line.getJsonObject("body"))
                .toList();
    }

    private static List<JsonObject> lines(Program program) {
        return program.output().lines().map(JsonObject::new).toList();
    }
}
