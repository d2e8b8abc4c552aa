package dev.parley.stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who was taken out and stays connected: typing, waiting for an answer, asking again and again. */
class UnwantedTest {
    private static final String ASSISTANT =
            "[{\"name\": \"assistant\", \"provider\": \"builtin\", \"pace\": \"200ms\"}]";

    private TestNode node;
    private TestSocket ann;
    private TestSocket bob;

    @BeforeEach
    void open() {
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", ASSISTANT));
        ann = node.connect("ann");
        bob = node.connect("bob");
    }

    @AfterEach
    void close() {
        ann.close();
        bob.close();
        node.close();
    }

    private void done(String method, String path, JsonObject body) {
        HttpResponse<String> answer =
                node.http(node.token("ann")).send(method, path, body == null ? null : body.encode());
        assertTrue(answer.statusCode() / 100 == 2, () -> method + " " + path + " got " + answer + answer.body());
    }

    private void makePrivate(String room) {
        done("PUT", "/api/rooms/" + room, new JsonObject().put("access", "private"));
    }

    @Test
    void aRoomIsMadePrivateAroundAStrangerWhoIsTypingAndBeingAnswered() {
        done("PUT", "/api/rooms/cafe", new JsonObject().put("title", "Café"));
        ann.enter("cafe");
        bob.enter("cafe");
        bob.send("message", "room", "cafe", "id", "q", "message", "@assistant help");
        bob.await(frame -> Frames.is(frame, "chunk") && frame.getInteger("offset") > 0);
        bob.send("typing", "room", "cafe", "on", true);
        ann.await("typing");

        makePrivate("cafe");
        assertEquals("private", bob.await("room").getString("access"));
        JsonObject left = bob.await("left");
        assertEquals("forbidden", left.getString("code"));
        int heard = bob.all().size();
        JsonObject end = ann.await("complete");
        assertEquals("cancelled", end.getString("reason"), end::encode);
        ann.await(frame -> Frames.is(frame, "gone") && frame.encode().contains("bob"));
        ann.say("cafe", "a1", "are they gone?");
        assertSilent(heard, "cafe");
    }

    /** All ways to go on as if nothing had happened. */
    @Test
    void whateverTheyTryIsForbiddenAndNothingIsHeard() {
        makePrivate("den");
        done("PUT", "/api/rooms/den/members/bob", new JsonObject().put("role", "member"));
        ann.enter("den");
        bob.enter("den");
        bob.say("den", "b1", "here");
        done("POST", "/api/rooms/den/kicks/bob", null);
        assertEquals("forbidden", bob.await("left").getString("code"));
        int heard = bob.all().size();
        List<JsonObject> tries = List.of(
                TestSocket.frame("message", "message", "still here"),
                TestSocket.frame("init", "since", 0),
                TestSocket.frame("load_messages"),
                TestSocket.frame("typing", "on", true),
                TestSocket.frame("who"),
                TestSocket.frame("get_state"),
                TestSocket.frame("emit", "name", "n", "data", 1),
                TestSocket.frame("signal", "name", "n", "data", 1),
                TestSocket.frame("react", "target", 1, "emoji", "👍", "on", true),
                TestSocket.frame("edit", "target", 1, "text", "x"),
                TestSocket.frame("delete", "target", 1));
        for (JsonObject each : tries) {
            String id = "t-" + each.getString("type");
            bob.send(each.put("room", "den").put("id", id));
            JsonObject answer = bob.await(frame -> id.equals(frame.getString("id")));
            assertEquals("forbidden", answer.getString("code"), () -> each + " got " + answer);
        }
        ann.say("den", "a1", "to those who are here");
        ann.send("signal", "room", "den", "id", "s", "name", "n", "data", 1);
        ann.await(frame -> "s".equals(frame.getString("id")));
        assertSilent(heard, "den");
        assertEquals("pong", bob.send("ping").await("pong").getString("type"), "the connection is as it was");
    }

    /** Nothing of the room came since, but what was refused. */
    private void assertSilent(int heard, String room) {
        bob.send("ping").await("pong");
        List<JsonObject> since = bob.all().subList(heard, bob.all().size());
        assertEquals(
                List.of(),
                since.stream()
                        .filter(frame -> room.equals(frame.getString("room")) && !Frames.is(frame, "error"))
                        .toList());
    }

    @Test
    void whoPulledThePlugHearsOfItWhenTheyAreBack() {
        makePrivate("den");
        done("PUT", "/api/rooms/den/members/bob", new JsonObject().put("role", "member"));
        long seq = bob.enter("den").getLong("seq");
        bob.abort();
        done("DELETE", "/api/rooms/den/members/bob", null);
        try (TestSocket back = node.connect("bob")) {
            back.send("init", "room", "den", "since", seq, "id", "i");
            JsonObject refused = back.await(frame -> "i".equals(frame.getString("id")));
            assertEquals("forbidden", refused.getString("code"), refused::encode);
            assertNull(refused.getLong("seq"));
        }
    }

    @Test
    void aDeletedRoomEndsForAllAndItsNameBeginsAnew() {
        makePrivate("den");
        done("PUT", "/api/rooms/den/members/bob", new JsonObject().put("role", "member"));
        ann.enter("den");
        bob.enter("den");
        long last = ann.say("den", "a1", "to be forgotten").getLong("seq");
        done("DELETE", "/api/rooms/den", null);
        for (TestSocket each : List.of(ann, bob)) {
            assertEquals("not_found", each.await("left").getString("code"));
        }
        JsonObject anew = bob.say("den", "b1", "anybody?");
        assertTrue(anew.getLong("seq") > last, anew::encode);
        JsonObject ready = ann.send("init", "room", "den", "since", last).await("ready");
        assertTrue(ready.getBoolean("reset"), ready::encode);
        JsonObject history = node.http(node.token("eve")).getJson("/api/rooms/den/messages");
        assertEquals(1, history.getJsonArray("messages").size(), history::encode);
    }
}
