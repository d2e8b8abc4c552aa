package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.ParleyProcess;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 9 on SQLite: a marker goes in through every door, everything that holds it is deleted, and then it is nowhere:
 * not in what any door gives, not in the log, and within 10 s not in a byte of the database's files; nor after a kill.
 */
class DeletedIsGoneIT {
    private static final Duration FILES_LOSE_IT = Duration.ofSeconds(10);
    private static final String ROOM = "gone";
    private static final String OWN = "assistant:ann:gone";

    @TempDir
    Path folder;

    private final String marker = "qz" + UUID.randomUUID().toString().replace("-", "");
    private final Map<String, Long> first = new LinkedHashMap<>();
    private final String annToken = Tokens.of("ann");
    private final String modToken = Tokens.of("mod", "moderator");
    private ParleyProcess node;
    private TestSocket ann;

    @BeforeEach
    void open() {
        start();
        ann = connect(annToken);
        ann.enter(ROOM);
    }

    private void start() {
        node = ParleyProcess.node(folder, Map.of("PARLEY_LOG_LEVEL", "debug"));
    }

    @AfterEach
    void close() {
        ann.close();
        node.close();
    }

    @Test
    void itIsGoneEverywhere() {
        throughEveryDoor();
        assertTrue(files().contains(true), "it is in the files, or this test would see nothing");
        deleteAll();
        assertFilesLoseIt();
        assertNoDoorGivesIt();
        assertResendsAreTheFirst();
        node.kill();
        ann.close();
        assertNothingIn("the log", String.join("\n", node.out()) + String.join("\n", node.err()));
        start();
        ann = connect(annToken);
        ann.enter(ROOM);
        assertNoDoorGivesIt();
        assertFilesLoseIt();
    }

    private void throughEveryDoor() {
        say("ws", "the heron nests here " + marker, new JsonObject());
        say("reply", "a heron replies " + marker, new JsonObject().put("replyTo", "1"));
        say("mention", "a heron for @" + marker, new JsonObject().put("mentions", new JsonArray().add(marker)));
        say("edited-away", "at first a heron " + marker, new JsonObject());
        edit("edited-away", "e1", "no bird at all");
        say("edited-in", "at first no bird", new JsonObject());
        edit("edited-in", "e2", "now a heron " + marker);
        edit("edited-in", "e3", "and now another heron " + marker);
        ann.send("react", "room", ROOM, "id", "r1", "target", first.get("ws"), "emoji", "🎉", "on", true);
        assertEquals("ack", answer(ann, "r1").getString("type"));
        JsonObject data = new JsonObject().put(marker, new JsonArray().add("a heron " + marker));
        ann.send("emit", "room", ROOM, "id", "emit", "name", "noted", "data", data);
        first.put("emit", answer(ann, "emit").getLong("seq"));
        overTheBridge();
        JsonObject post = new JsonObject().put("text", "a heron by post " + marker);
        JsonObject posted = new JsonObject(http(annToken)
                .post("/api/rooms/" + ROOM + "/messages", post, "Idempotency-Key", "post")
                .body());
        first.put("post", posted.getLong("seq"));
        patchedByHttp();
        for (String prompt :
                List.of("@assistant search heron", "@assistant summary", "@assistant what of " + marker + "?")) {
            ann.send("message", "room", ROOM, "message", prompt);
            ann.await("complete");
        }
        for (int i = 1; i <= 3; i++) {
            try (TestStream chat = TestStream.open(url() + "/api/chat", annToken, prompt(i))) {
                assertEquals(200, chat.status());
                chat.toEnd();
            }
        }
        try (TestSocket reader = connect(annToken)) {
            assertTrue(replay(reader, OWN).stream().anyMatch(f -> Frames.is(f, "complete") && holdsIt(f.encode())));
            assertTrue(replay(reader, ROOM).stream().anyMatch(f -> Frames.is(f, "complete") && holdsIt(f.encode())));
        }
    }

    private void say(String id, String text, JsonObject more) {
        ann.send("message", "room", ROOM, "id", id, "message", more.copy().put("text", text));
        first.put(id, answer(ann, id).getLong("seq"));
    }

    private void edit(String message, String id, String text) {
        ann.send("edit", "room", ROOM, "id", id, "target", first.get(message), "text", text);
        assertEquals("ack", answer(ann, id).getString("type"));
    }

    private void overTheBridge() {
        try (TestSocket bridge = TestSocket.connect(node.port(), "/eventbus/websocket", annToken)) {
            bridge.send(
                    "send",
                    "address",
                    "room." + ROOM,
                    "replyAddress",
                    "r",
                    "body",
                    TestSocket.frame("message", "id", "bridge", "message", "a heron over the bridge " + marker));
            JsonObject reply = bridge.await(envelope -> "r".equals(envelope.getString("address")));
            first.put("bridge", reply.getJsonObject("body").getLong("seq"));
        }
    }

    private void patchedByHttp() {
        JsonObject body = new JsonObject().put("text", "a heron by patch " + marker);
        String path = "/api/rooms/" + ROOM + "/messages/" + first.get("post");
        assertEquals(200, http(annToken).send("PATCH", path, body.encode()).statusCode());
    }

    private JsonObject prompt(int i) {
        JsonObject part = new JsonObject().put("type", "text").put("text", "What of the heron " + marker + "?");
        JsonObject message =
                new JsonObject().put("id", "chat" + i).put("role", "user").put("parts", new JsonArray().add(part));
        return new JsonObject()
                .put("id", "gone")
                .put("trigger", "submit-message")
                .put("messages", new JsonArray().add(message));
    }

    /** Deletes whatever can be deleted, each by somebody who may. */
    private void deleteAll() {
        try (TestSocket mod = connect(modToken);
                TestSocket own = connect(annToken)) {
            for (Map.Entry<String, TestSocket> each :
                    Map.of(ROOM, mod, OWN, own).entrySet()) {
                TestSocket by = each.getValue();
                for (JsonObject frame : replay(by, each.getKey())) {
                    if (List.of("message", "complete", "event").contains(frame.getString("type"))) {
                        String id = "d" + frame.getLong("seq");
                        by.send("delete", "room", each.getKey(), "id", id, "target", frame.getLong("seq"));
                        JsonObject ack = answer(by, id);
                        assertEquals("ack", ack.getString("type"), ack::encode);
                    }
                }
            }
        }
    }

    private void assertNoDoorGivesIt() {
        for (String room : List.of(ROOM, OWN)) {
            try (TestSocket reader = connect(annToken)) {
                assertNothingIn("a replay", replay(reader, room).toString());
                reader.send("load_messages", "room", room, "limit", 200);
                assertNothingIn("a page", reader.await("messages_loaded").encode());
            }
            for (String path : List.of("/messages?limit=200", "/messages?after=0&limit=200", "/turns?limit=100", "")) {
                assertNothingIn(path, get("/api/rooms/" + room + path));
            }
            for (JsonObject turn : Frames.objects(
                    new JsonObject(get("/api/rooms/" + room + "/turns?limit=100")).getJsonArray("turns"))) {
                assertNothingIn("a turn", get("/api/rooms/" + room + "/turns/" + turn.getString("turn")));
            }
        }
        assertNothingIn("resume", get("/api/chat/gone/stream"));
        assertNothingIn("usage", get("/api/usage"));
        assertNothingIn("rooms", get("/api/rooms"));
        assertNothingIn("metrics", get("/metrics"));
        assertNothingIn("the bridge", bridged());
        for (String prompt : List.of("search heron", "summary", "catch up", "decisions")) {
            ann.send("message", "room", ROOM, "message", "@assistant " + prompt);
            assertNothingIn("an answer to " + prompt, ann.await("complete").encode());
        }
    }

    private String bridged() {
        try (TestSocket bridge = TestSocket.connect(node.port(), "/eventbus/websocket", annToken)) {
            bridge.send("register", "address", "room." + ROOM + ".events");
            bridge.send(
                    "send",
                    "address",
                    "room." + ROOM,
                    "replyAddress",
                    "r",
                    "body",
                    TestSocket.frame("init", "since", 0));
            long seq = bridge.await(envelope -> "r".equals(envelope.getString("address")))
                    .getJsonObject("body")
                    .getLong("seq");
            bridge.await(envelope -> envelope.getJsonObject("body") != null
                    && Long.valueOf(seq).equals(envelope.getJsonObject("body").getLong("seq")));
            return bridge.all().toString();
        }
    }

    /** A resend is not stored again, so it does not come back either. */
    private void assertResendsAreTheFirst() {
        for (String id : List.of("ws", "edited-away")) {
            String text = id.equals("ws") ? "the heron nests here " : "at first a heron ";
            ann.send("message", "room", ROOM, "id", id, "message", text + marker);
            JsonObject ack = answer(ann, id);
            assertTrue(ack.getBoolean("duplicate", false), ack::encode);
            assertEquals(first.get(id), ack.getLong("seq"));
        }
    }

    private static List<JsonObject> replay(TestSocket reader, String room) {
        int before = reader.all().size();
        JsonObject ready = reader.send("init", "room", room, "since", 0).await("ready");
        long seq = ready.getLong("seq");
        assertFalse(ready.getBoolean("reset"));
        JsonObject ignored = reader.await(
                frame -> !Frames.is(frame, "ready") && Long.valueOf(seq).equals(frame.getLong("seq")));
        return new ArrayList<>(reader.all().subList(before, reader.all().size()));
    }

    private void assertFilesLoseIt() {
        long deadline = System.nanoTime() + FILES_LOSE_IT.toNanos();
        while (files().contains(true)) {
            assertTrue(System.nanoTime() < deadline, () -> "after 10 s it is still in " + holders());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private List<Boolean> files() {
        return paths().stream().map(this::isIn).toList();
    }

    private List<Path> holders() {
        return paths().stream().filter(this::isIn).toList();
    }

    private List<Path> paths() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isIn(Path file) {
        try {
            return holdsIt(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holdsIt(String text) {
        return text.contains(marker);
    }

    private void assertNothingIn(String what, String text) {
        assertFalse(holdsIt(text), () -> what + ": " + text);
    }

    private static JsonObject answer(TestSocket socket, String id) {
        return socket.await(frame -> id.equals(frame.getString("id")) && !Frames.is(frame, "message"));
    }

    private TestSocket connect(String token) {
        return TestSocket.connect(node.port(), "/ws", token);
    }

    private String url() {
        return "http://127.0.0.1:" + node.port();
    }

    private TestHttp http(String token) {
        return node.http(token);
    }

    private String get(String path) {
        HttpResponse<String> response = http(annToken).get(path);
        assertTrue(response.statusCode() / 100 == 2, () -> path + ": " + response.statusCode() + " " + response.body());
        return response.body();
    }
}
