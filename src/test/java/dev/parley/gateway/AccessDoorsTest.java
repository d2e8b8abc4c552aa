package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.http.Problems;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room that somebody may not enter is refused alike at every door, whatever makes it closed. */
class AccessDoorsTest {
    private static final String WHY = "you may not enter this room";
    private static final int FORBIDDEN = 201;

    private static TestNode node;
    private static String token;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        token = node.token("eve", "admin", List.of("team-*", "!team-secret*"), Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void assertRefused(HttpResponse<String> response) {
        Problems.check(403, "forbidden", response);
        assertEquals(WHY, new JsonObject(response.body()).getString("detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "team-secret-1", "assistant:ann"})
    void socket(String room) {
        for (String path : List.of("/ws", "/api/chat-ws")) {
            try (TestSocket eve = TestSocket.connect(node.port(), path, token)) {
                for (String type : List.of("init", "message", "load_messages", "who", "typing", "cancel", "approve")) {
                    JsonObject error = eve.send(TestSocket.frame(
                                            type, "room", room, "message", "hi", "on", true, "turn", "t", "call", "c")
                                    .put("allow", true)
                                    .put("id", type))
                            .await(frame -> type.equals(frame.getString("id")));
                    assertEquals("forbidden", error.getString("code"), type);
                    assertEquals(WHY, error.getString("error"), type);
                    assertEquals(room, error.getString("room"), type);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "team-secret-1", "assistant:ann"})
    void bridge(String room) {
        try (BridgeSocket eve = BridgeSocket.connectWith(node, token)) {
            JsonObject registered = eve.register("room." + room + ".events").answerAt("room." + room + ".events");
            JsonObject sent = eve.answerAt(eve.ask("room." + room, TestSocket.frame("message", "message", "hi")));
            for (JsonObject failure : List.of(registered, sent)) {
                assertEquals("err", failure.getString("type"));
                assertEquals(FORBIDDEN, failure.getInteger("failureCode"));
                assertEquals(WHY, failure.getString("message"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "team-secret-1", "assistant:ann"})
    void rest(String room) {
        TestHttp eve = node.http(token);
        String path = "/api/rooms/" + room;
        assertRefused(eve.get(path));
        assertRefused(eve.get(path + "/messages"));
        assertRefused(eve.get(path + "/members"));
        assertRefused(eve.get(path + "/turns"));
        assertRefused(eve.get(path + "/turns/t"));
        assertRefused(eve.post(path + "/messages", new JsonObject().put("text", "hi")));
        assertRefused(eve.send("PUT", path, "{\"assistants\": {}}"));
        String member = node.token("eve", "member", List.of("team-*", "!team-secret*"), Duration.ofHours(1));
        assertRefused(node.http(member).get("/api/usage?room=" + room));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "team-secret-1", "assistant:ann"})
    void frontEnds(String room) {
        TestHttp eve = node.http(token);
        JsonObject part = new JsonObject().put("type", "text").put("text", "hi");
        JsonObject asked = new JsonObject()
                .put("id", "m1")
                .put("role", "user")
                .put("content", "hi")
                .put("parts", new JsonArray().add(part));
        JsonArray messages = new JsonArray().add(asked);
        JsonObject chat = new JsonObject()
                .put("id", "x")
                .put("trigger", "submit-message")
                .put("room", room)
                .put("messages", messages);
        assertRefused(eve.post("/api/chat", chat));
        JsonObject run = new JsonObject()
                .put("threadId", "x")
                .put("runId", "r")
                .put("messages", messages)
                .put("forwardedProps", new JsonObject().put("room", room));
        assertRefused(eve.post("/agui", run));
    }
}
