package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.ApiSchema;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a node sends and takes is what {@code /api/openapi.json} describes. */
class DescribedResponsesTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final JsonObject document = node.http(null).getJson("/api/openapi.json");
    private static final ApiSchema schema = new ApiSchema(document);

    private static final String ada = node.token("ada");
    private static final String admin = node.token("root", "admin", List.of(), Duration.ofHours(1));
    private static final JsonObject ADDED =
            new JsonObject().put("text", "hello").put("mentions", new JsonArray());

    @Test
    void roomsAndMessages() {
        try (TestSocket socket = node.connect("ada")) {
            socket.enter("described");
            check("/api/rooms/{room}/messages", 201, send(ada, "POST", "/api/rooms/described/messages", ADDED));
            check("/api/rooms/{room}/members", 200, send(ada, "GET", "/api/rooms/described/members", null));
            check("/api/rooms", 200, send(ada, "GET", "/api/rooms?limit=1&after=d", null));
        }
        JsonObject from = new JsonObject().put("id", "shop").put("name", "The shop");
        JsonObject named = ADDED.copy().put("from", from).put("replyTo", 1);
        for (int time : new int[] {1, 2}) {
            JsonObject stored = check(
                    "/api/rooms/{room}/messages",
                    201,
                    send(admin, "POST", "/api/rooms/described/messages", named, "Idempotency-Key", "d1"));
            assertEquals(time == 2, stored.containsKey("duplicate"));
        }
        JsonObject page = check(
                "/api/rooms/{room}/messages", 200, send(ada, "GET", "/api/rooms/described/messages?limit=20", null));
        assertEquals(2, page.getJsonArray("messages").size());
        JsonObject options = new JsonObject()
                .put(
                        "assistants",
                        new JsonObject()
                                .put(
                                        "assistant",
                                        new JsonObject()
                                                .put("answers", "always")
                                                .put("overlap", "merge")));
        check("/api/rooms/{room}", 200, send(admin, "PUT", "/api/rooms/described", options));
        check("/api/rooms/{room}", 200, send(ada, "GET", "/api/rooms/described", null));
    }

    @Test
    void roomsAndTheirPeople() {
        String room = "/api/rooms/peopled";
        JsonObject settings = new JsonObject("{\"title\": \"T\", \"topic\": \"t\", \"access\": \"private\","
                + " \"speak\": \"members\", \"writeState\": \"moderators\", \"slowMode\": \"1s\","
                + " \"retention\": \"1d\", \"overlap\": \"queue\"}");
        check("/api/rooms/{room}", 201, send(ada, "PUT", room, settings));
        check("/api/rooms/{room}", 200, send(ada, "PUT", room, new JsonObject().putNull("slowMode")));
        check("/api/rooms/{room}", 200, send(ada, "GET", room, null));
        check("/api/rooms", 200, send(ada, "GET", "/api/rooms?limit=1&after=peoplec", null));
        JsonObject role = new JsonObject().put("role", "reader");
        String member = "/api/rooms/{room}/members/{user}";
        check(member, 201, send(ada, "PUT", room + "/members/bob", role));
        check(member, 200, send(ada, "PUT", room + "/members/bob", role));
        check(member, 409, send(ada, "PUT", room + "/members/ada", role));
        check("/api/rooms/{room}/members", 200, send(ada, "GET", room + "/members?limit=1", null));
        JsonObject limited =
                new JsonObject().put("uses", 1).put("expires", "1h").put("guests", true);
        JsonObject invitation =
                check("/api/rooms/{room}/invitations", 201, send(ada, "POST", room + "/invitations", limited));
        String path = "/api/invitations/" + invitation.getString("token");
        check("/api/invitations/{token}", 200, send(node.token("cy"), "POST", path, null));
        check("/api/invitations/{token}", 404, send(node.token("dee"), "POST", path, null));
        JsonObject until = new JsonObject().put("until", 4_102_444_800_000L);
        check("/api/rooms/{room}/mutes/{user}", 200, send(ada, "POST", room + "/mutes/cy", until));
        check("/api/rooms/{room}/mutes/{user}", 204, send(ada, "DELETE", room + "/mutes/cy", null));
        JsonObject span = new JsonObject().put("for", "1h");
        check("/api/rooms/{room}/kicks/{user}", 200, send(ada, "POST", room + "/kicks/cy", span));
        check("/api/rooms/{room}/kicks/{user}", 204, send(ada, "DELETE", room + "/kicks/cy", null));
        check("/api/rooms/{room}/audit", 200, send(ada, "GET", room + "/audit?limit=2", null));
        check(member, 204, send(ada, "DELETE", room + "/members/bob", null));
        check("/api/rooms/{room}", 204, send(ada, "DELETE", room, null));
        JsonObject users = new JsonObject().put("users", new JsonArray().add("bob"));
        check("/api/direct", 201, send(ada, "POST", "/api/direct", users));
        check("/api/direct", 200, send(ada, "POST", "/api/direct", users));
        JsonObject session =
                new JsonObject(node.http(null).post("/api/sessions", null).body());
        JsonObject guest = new JsonObject().put("guest", session.getString("token"));
        check("/api/sessions/upgrade", 200, send(ada, "POST", "/api/sessions/upgrade", guest));
    }

    @Test
    void whatBecomesOfMessages() {
        String messages = "/api/rooms/amended/messages";
        check("/api/rooms/{room}/messages", 201, send(ada, "POST", messages, ADDED));
        JsonObject text = new JsonObject().put("text", "hello again");
        String message = "/api/rooms/{room}/messages/{seq}";
        for (int time : new int[] {1, 2}) {
            JsonObject stored = check(message, 200, send(ada, "PATCH", messages + "/1", text, "Idempotency-Key", "e1"));
            assertEquals(time == 2, stored.containsKey("duplicate"));
        }
        String reaction = messages + "/1/reactions/%F0%9F%AB%96";
        for (String method : List.of("PUT", "PUT", "DELETE", "PUT")) {
            check(message + "/reactions/{emoji}", 200, send(ada, method, reaction, null));
        }
        JsonObject shown = check("/api/rooms/{room}/messages", 200, send(ada, "GET", messages, null))
                .getJsonArray("messages")
                .getJsonObject(0);
        assertTrue(shown.containsKey("editedAt") && shown.containsKey("reactions"), shown::encode);
        check(message, 403, send(node.token("bob"), "PATCH", messages + "/1", text));
        check(message, 200, send(ada, "DELETE", messages + "/1", null));
        check("/api/rooms/{room}/messages", 200, send(ada, "GET", messages, null));
        check(message, 404, send(ada, "DELETE", messages + "/100", null));
        check(message, 409, send(ada, "PATCH", messages + "/1", text));
        check(message, 413, send(ada, "PATCH", messages + "/1", text.copy().put("text", "x".repeat(20_000))));
        check(message + "/reactions/{emoji}", 400, send(ada, "PUT", messages + "/1/reactions/x", null));
    }

    @Test
    void eventsAndState() {
        JsonObject event = new JsonObject().put("name", "poll.opened").put("data", new JsonArray().add(1));
        check("/api/rooms/{room}/events", 201, send(ada, "POST", "/api/rooms/events/events", event));
        JsonObject signal = event.copy().put("to", new JsonArray().add("bob"));
        check("/api/rooms/{room}/signals", 200, send(ada, "POST", "/api/rooms/events/signals", signal));
        String state = "/api/rooms/{room}/state";
        String path = "/api/rooms/events/state";
        JsonObject patch = new JsonObject().put("topic", "milk");
        check(state, 200, send(ada, "GET", path, null));
        check(state, 200, send(ada, "PATCH", path, patch, "If-Match", "\"0\""));
        check(state, 412, send(ada, "PATCH", path, patch, "If-Match", "\"0\""));
        check(state, 415, send(ada, "PATCH", path, patch, "Content-Type", "application/json-patch+json"));
        String invalidate = "/internal/rooms/{room}/invalidate-cache";
        check(invalidate, 200, send(admin, "POST", "/internal/rooms/events/invalidate-cache", null));
        check(invalidate, 403, send(ada, "POST", "/internal/rooms/events/invalidate-cache", null));
    }

    @Test
    void answers() {
        try (TestSocket socket = node.connect("ada")) {
            socket.enter("asked");
            socket.send("message", "room", "asked", "id", "q", "message", "@assistant help");
            String turn = socket.await("complete").getString("turn");
            JsonObject turns = check("/api/rooms/{room}/turns", 200, send(ada, "GET", "/api/rooms/asked/turns", null));
            assertEquals(1, turns.getJsonArray("turns").size());
            check("/api/rooms/{room}/turns/{turn}", 200, send(ada, "GET", "/api/rooms/asked/turns/" + turn, null));
            JsonObject usage = check("/api/usage", 200, send(ada, "GET", "/api/usage?by=room&room=asked&from=0", null));
            assertEquals(1, usage.getJsonArray("rows").size());
        }
        check("/api/assistants", 200, send(ada, "GET", "/api/assistants", null));
    }

    @Test
    void frontEnds() {
        JsonObject part = new JsonObject().put("type", "text").put("text", "help");
        JsonObject message =
                new JsonObject().put("id", "f1").put("role", "user").put("parts", new JsonArray().add(part));
        JsonObject chat = new JsonObject().put("id", "chat1").put("messages", new JsonArray().add(message));
        check("/api/chat", 200, send(ada, "POST", "/api/chat", chat));
        check("/api/chat/{room}/stream", 204, send(ada, "GET", "/api/chat/chat1/stream", null));
        check("/api/chat/{room}/stop", 404, send(ada, "POST", "/api/chat/chat1/stop", null));
        JsonObject asked = new JsonObject().put("id", "f2").put("role", "user").put("content", "help");
        JsonObject run =
                new JsonObject().put("threadId", "run1").put("runId", "f2").put("messages", new JsonArray().add(asked));
        check("/agui", 200, send(ada, "POST", "/agui", run));
    }

    @Test
    void sessionsAndOperations() {
        JsonObject guest =
                check("/api/sessions", 201, send(null, "POST", "/api/sessions", new JsonObject().put("name", "Gast")));
        check("/api/sessions/current", 204, send(guest.getString("token"), "DELETE", "/api/sessions/current", null));
        check("/health/live", 200, send(null, "GET", "/health/live", null));
        check("/health/ready", 200, send(null, "GET", "/health/ready", null));
        check("/metrics", 200, send(null, "GET", "/metrics", null));
        check("/", 200, send(null, "GET", "/", null));
        check("/api/openapi.json", 200, send(null, "GET", "/api/openapi.json", null));
        check("/api/asyncapi.json", 200, send(null, "GET", "/api/asyncapi.json", null));
        check("/ws", 426, send(ada, "GET", "/ws", null));
        check("/eventbus/", 200, send(ada, "GET", "/eventbus/", null));
        check("/eventbus/info", 200, send(ada, "GET", "/eventbus/info", null));
        check("/eventbus/{server}/{session}/xhr", 200, send(ada, "POST", "/eventbus/1/described/xhr", null));
    }

    @Test
    void refusals() {
        check("/api/rooms", 401, send(null, "GET", "/api/rooms", null));
        check("/ws", 401, send(null, "GET", "/ws", null));
        check("/api/rooms", 400, send(ada, "GET", "/api/rooms?limit=0", null));
        check("/api/rooms/{room}", 404, send(ada, "GET", "/api/rooms/nobody-was-here", null));
        check("/api/rooms/{room}/members", 403, send(ada, "GET", "/api/rooms/assistant:bob/members", null));
        JsonObject other = ADDED.copy().put("text", "something else");
        String path = "/api/rooms/refused/messages";
        check("/api/rooms/{room}/messages", 201, send(ada, "POST", path, ADDED, "Idempotency-Key", "r1"));
        check("/api/rooms/{room}/messages", 409, send(ada, "POST", path, other, "Idempotency-Key", "r1"));
        JsonObject large = ADDED.copy().put("text", "x".repeat(20_000));
        check("/api/rooms/{room}/messages", 413, send(ada, "POST", path, large));
    }

    private record Exchange(String method, JsonObject body, HttpResponse<String> response) {}

    private static Exchange send(String token, String method, String path, JsonObject body, String... headers) {
        String text = body == null ? null : body.encode();
        return new Exchange(method, body, node.http(token).send(method, path, text, headers));
    }

    /** The body, if it is JSON. */
    @CanIgnoreReturnValue
    private static JsonObject check(String path, int status, Exchange exchange) {
        HttpResponse<String> response = exchange.response();
        String what = exchange.method() + " " + path + ": " + response.statusCode() + " " + response.body();
        assertEquals(status, response.statusCode(), what);
        JsonObject operation = document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(exchange.method().toLowerCase(Locale.ROOT));
        if (exchange.body() != null) {
            assertEquals(
                    List.of(),
                    schema.faults(content(operation.getJsonObject("requestBody"), "application/json"), exchange.body()),
                    what);
        }
        JsonObject described = operation.getJsonObject("responses").getJsonObject(String.valueOf(status));
        assertNotNull(described, what);
        JsonObject contents = schema.resolve(described).getJsonObject("content");
        if (contents == null) {
            assertEquals("", response.body(), what);
            return null;
        }
        String type = response.headers()
                .firstValue("content-type")
                .orElse("text/plain") // of an upgrade that was none
                .replaceFirst(" *;.*", "");
        JsonObject of = content(schema.resolve(described), type);
        assertNotNull(of, what);
        boolean isJson = type.endsWith("json");
        Object body = isJson ? new JsonObject(response.body()) : response.body();
        assertEquals(List.of(), schema.faults(of, body), what);
        assertTrue(!isJson || !of.isEmpty());
        return isJson ? (JsonObject) body : null;
    }

    private static JsonObject content(JsonObject described, String type) {
        JsonObject content = described.getJsonObject("content").getJsonObject(type);
        return content == null ? null : content.getJsonObject("schema");
    }
}
