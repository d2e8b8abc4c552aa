package dev.parley.stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody who read the protocol and has curl: a private room from its making to its end. */
class PrivateRoomFlowTest {
    private static HttpResponse<String> send(TestNode node, String user, String method, String path, JsonObject body) {
        return node.http(node.token(user)).send(method, path, body == null ? null : body.encode());
    }

    @Test
    void makeInviteJoinSpeakKickAndDelete() {
        try (TestNode node = TestNode.start()) {
            HttpResponse<String> made = send(
                    node,
                    "ann",
                    "PUT",
                    "/api/rooms/den",
                    new JsonObject().put("access", "private").put("title", "The den"));
            assertEquals(201, made.statusCode(), made::body);
            JsonObject room = new JsonObject(made.body());
            assertEquals("private", room.getString("access"));
            assertEquals("owner", room.getString("role"));

            HttpResponse<String> invited =
                    send(node, "ann", "POST", "/api/rooms/den/invitations", new JsonObject().put("uses", 1));
            assertEquals(201, invited.statusCode(), invited::body);
            JsonObject invitation = new JsonObject(invited.body());
            String token = invitation.getString("token");
            assertTrue(invitation.getString("url").endsWith("/#invite=" + token), invited::body);
            assertTrue(invitation.getLong("expiresAt") > System.currentTimeMillis());

            assertFalse(rooms(node, "bob").contains("den"));
            HttpResponse<String> joined = send(node, "bob", "POST", "/api/invitations/" + token, null);
            assertEquals(200, joined.statusCode(), joined::body);
            assertEquals(new JsonObject().put("room", "den").put("role", "member"), new JsonObject(joined.body()));
            assertTrue(rooms(node, "bob").contains("den"));

            HttpResponse<String> said =
                    send(node, "bob", "POST", "/api/rooms/den/messages", new JsonObject().put("text", "Thank you"));
            assertEquals(201, said.statusCode(), said::body);

            assertEquals(
                    200,
                    send(node, "ann", "POST", "/api/rooms/den/mutes/bob", null).statusCode());
            HttpResponse<String> muted =
                    send(node, "bob", "POST", "/api/rooms/den/messages", new JsonObject().put("text", "Hello?"));
            assertEquals(403, muted.statusCode(), muted::body);
            assertEquals(
                    204,
                    send(node, "ann", "DELETE", "/api/rooms/den/mutes/bob", null)
                            .statusCode());

            HttpResponse<String> kicked =
                    send(node, "ann", "POST", "/api/rooms/den/kicks/bob", new JsonObject().put("for", "10m"));
            assertEquals(200, kicked.statusCode(), kicked::body);
            assertEquals(
                    403,
                    send(node, "bob", "GET", "/api/rooms/den/messages", null).statusCode());
            JsonArray audit = new JsonObject(send(node, "ann", "GET", "/api/rooms/den/audit", null)
                            .body())
                    .getJsonArray("entries");
            assertTrue(audit.encode().contains("kicked"), audit::encode);
            assertFalse(audit.encode().contains("Thank you"), "the trail holds no texts");

            assertEquals(
                    204, send(node, "ann", "DELETE", "/api/rooms/den", null).statusCode());
            assertFalse(rooms(node, "ann").contains("den"));
        }
    }

    @Test
    void aDirectRoomIsTheSameWhoeverAsks() {
        try (TestNode node = TestNode.start()) {
            String room = direct(node, "ann", "bob");
            assertTrue(room.matches("direct:[A-Za-z0-9_-]{22}"), room);
            assertEquals(room, direct(node, "bob", "ann"));
            assertFalse(rooms(node, "bob").contains(room), "nobody has said anything there");
            send(node, "ann", "POST", "/api/rooms/" + room + "/messages", new JsonObject().put("text", "psst"));
            assertTrue(rooms(node, "bob").contains(room));
        }
    }

    private static String direct(TestNode node, String user, String other) {
        JsonObject users = new JsonObject().put("users", new JsonArray().add(other));
        HttpResponse<String> made = send(node, user, "POST", "/api/direct", users);
        assertEquals(2, made.statusCode() / 100, made::body);
        return new JsonObject(made.body()).getString("room");
    }

    private static List<String> rooms(TestNode node, String user) {
        return node.http(node.token(user)).getJson("/api/rooms").getJsonArray("rooms").stream()
                .map(each -> ((JsonObject) each).getString("room"))
                .toList();
    }
}
