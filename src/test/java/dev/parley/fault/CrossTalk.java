package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Two people at two nodes who use every command there is, in rooms of either node, so that each message between nodes is written
 * by the one and read by the other. Nothing is repeated: what cannot be read is an error here.
 */
final class CrossTalk {
    /** So many that some belong to each node. */
    private static final int ROOMS = 8;

    private final String prefix;
    private final NodeProcess one;
    private final NodeProcess other;

    /** {@code prefix} is that of the rooms, which nobody else uses. */
    CrossTalk(String prefix, NodeProcess one, NodeProcess other) {
        this.prefix = prefix;
        this.one = one;
        this.other = other;
    }

    void check() {
        ExecutorService threads = Executors.newFixedThreadPool(ROOMS);
        try {
            List<CompletableFuture<Void>> rooms = IntStream.range(0, ROOMS)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> check(i), threads))
                    .toList();
            rooms.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        endsSession(one, other);
        endsSession(other, one);
        chat(one);
        chat(other);
    }

    private void check(int number) {
        String room = "cross-" + prefix + "-" + number;
        try (TestSocket ann = connect(one, "ann");
                TestSocket bob = connect(other, "bob")) {
            meet(room, ann, bob);
            say(room, ann, bob);
            ask(room, ann, bob);
            configure(room, number % 2 == 0 ? one : other, ann, bob);
            part(room, ann, bob);
        }
    }

    private static TestSocket connect(NodeProcess node, String user) {
        return connectWith(node, Tokens.of(user));
    }

    private static TestSocket connectWith(NodeProcess node, String token) {
        return TestSocket.connectTo(node.baseUrl().replace("http:", "ws:") + "/ws", token);
    }

    private static void endsSession(NodeProcess at, NodeProcess elsewhere) {
        String token = new JsonObject(at.http(null).post("/api/sessions", null).body()).getString("token");
        try (TestSocket socket = connectWith(elsewhere, token)) {
            socket.enter("main");
            assertEquals(
                    204,
                    at.http(token).send("DELETE", "/api/sessions/current", null).statusCode());
            assertEquals(4001, socket.awaitClose());
        }
    }

    private void meet(String room, TestSocket ann, TestSocket bob) {
        ann.enter(room);
        bob.enter(room);
        ann.await(frame -> Frames.is(frame, "joined") && frame.encode().contains("bob"));
        for (TestSocket who : List.of(ann, bob)) {
            assertEquals(2, who.send("who", "room", room).await("members").getInteger("count"));
        }
        for (NodeProcess node : List.of(one, other)) {
            JsonObject members = node.http(Tokens.of("eve")).getJson("/api/rooms/" + room + "/members");
            assertEquals(2, members.getJsonArray("members").size(), members::encode);
        }
        ann.send("typing", "room", room, "on", true);
        assertEquals("ann", bob.await("typing").getString("by"));
        bob.send("typing", "room", room, "on", true);
        assertEquals("bob", ann.await("typing").getString("by"));
    }

    private static void say(String room, TestSocket ann, TestSocket bob) {
        ann.send("message", "room", room, "id", "a", "message", "from ann");
        assertEquals("from ann", textOfNext(bob));
        bob.send("message", "room", room, "id", "b", "message", "from bob");
        assertEquals("from bob", textOfNext(bob));
        assertEquals("from ann", textOfNext(ann));
        assertEquals("from bob", textOfNext(ann));
        for (TestSocket who : List.of(ann, bob)) {
            JsonObject page =
                    who.send("load_messages", "room", room, "limit", 2).await("messages_loaded");
            assertEquals(2, page.getJsonArray("messages").size());
        }
        JsonObject conflict =
                ann.send("message", "room", room, "id", "a", "message", "other").await("error");
        assertEquals("conflict", conflict.getString("code"), conflict::encode);
    }

    private static String textOfNext(TestSocket reader) {
        return reader.await("message").getJsonObject("message").getString("text");
    }

    private static void ask(String room, TestSocket ann, TestSocket bob) {
        bob.send("message", "room", room, "id", "q", "message", "@assistant what did ann say?");
        JsonObject end = ann.await("complete");
        assertEquals(end.getString("content"), bob.await("complete").getString("content"));
        String turn = end.getString("turn");
        for (TestSocket who : List.of(ann, bob)) {
            for (JsonObject late : List.of(
                    who.send("cancel", "room", room, "turn", turn, "id", "c").await("error"),
                    who.send("approve", "room", room, "turn", turn, "call", "x", "allow", true, "id", "p")
                            .await("error"))) {
                assertEquals("not_found", late.getString("code"), late::encode);
            }
        }
    }

    private static void configure(String room, NodeProcess at, TestSocket ann, TestSocket bob) {
        JsonObject never = new JsonObject()
                .put("assistants", new JsonObject().put("assistant", new JsonObject().put("answers", "never")));
        assertEquals(
                200,
                at.http(Tokens.of("mo", "moderator"))
                        .send("PUT", "/api/rooms/" + room, never.encode())
                        .statusCode());
        ann.send("message", "room", room, "id", "n", "message", "@assistant not now");
        assertEquals("@assistant not now", textOfNext(bob));
    }

    private static void part(String room, TestSocket ann, TestSocket bob) {
        bob.send("leave", "room", room).await("left");
        ann.await(frame -> Frames.is(frame, "gone") && room.equals(frame.getString("room")));
    }

    /** A stream of an answer in a room of its user's own. */
    private void chat(NodeProcess node) {
        JsonObject question = new JsonObject()
                .put("id", "m-" + prefix)
                .put("role", "user")
                .put(
                        "parts",
                        new JsonArray().add(new JsonObject().put("type", "text").put("text", "hello")));
        JsonObject body = new JsonObject().put("id", "cross-" + prefix).put("messages", new JsonArray().add(question));
        try (TestStream stream = TestStream.open(
                node.baseUrl() + "/api/chat",
                Tokens.of("chat-" + node.name()),
                body.put("trigger", "submit-message"))) {
            stream.await("finish");
        }
    }
}
