package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Rooms are made, joined, moderated and deleted over HTTP. */
class RoomAdministrationTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp ann = node.http(node.token("ann"));
    private static final TestHttp bob = node.http(node.token("bob"));
    private static final TestHttp cy = node.http(node.token("cy"));
    private static final TestHttp mod = node.http(node.token("mod", "moderator", List.of(), Duration.ofHours(1)));

    @CanIgnoreReturnValue
    private static JsonObject done(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
    }

    private static void makePrivate(String room) {
        done(201, ann.send("PUT", "/api/rooms/" + room, "{\"access\": \"private\"}"));
    }

    private static int say(TestHttp as, String room) {
        return as.post("/api/rooms/" + room + "/messages", new JsonObject().put("text", "x"))
                .statusCode();
    }

    @Test
    void aRoomIsMadeChangedAndDeleted() {
        String kitchen = "/api/rooms/kitchen";
        JsonObject made = done(
                201,
                ann.send(
                        "PUT",
                        kitchen,
                        "{\"access\": \"private\", \"title\": \"T\", \"topic\": \"t\", \"speak\": \"members\","
                                + " \"slowMode\": \"90s\", \"retention\": \"720h\", \"overlap\": \"merge\"}"));
        assertTrue(made.getLong("lastAt") > 0 && made.getLong("seq") == 1, made::encode);
        made.remove("lastAt");
        JsonObject expected =
                new JsonObject("{\"room\": \"kitchen\", \"title\": \"T\", \"access\": \"private\", \"seq\": 1,"
                        + " \"members\": 0, \"role\": \"owner\", \"topic\": \"t\", \"speak\": \"members\","
                        + " \"overlap\": \"merge\", \"slowMode\": \"90s\", \"retention\": \"30d\"}");
        assertEquals(expected, made);
        JsonObject again = done(200, ann.send("PUT", kitchen, "{\"title\": \"T\"}"));
        again.remove("lastAt");
        assertEquals(expected, again, "what is so already stores nothing");
        JsonObject reset = done(200, ann.send("PUT", kitchen, "{\"slowMode\": null, \"topic\": null}"));
        assertFalse(reset.containsKey("slowMode") || reset.containsKey("topic"), reset::encode);
        JsonObject shown = ann.getJson(kitchen);
        assertEquals(reset, shown);
        Problems.check(403, "forbidden", bob.get(kitchen));
        Problems.check(403, "forbidden", bob.send("PUT", kitchen, "{\"title\": \"B\"}"));
        Problems.check(403, "forbidden", bob.send("DELETE", kitchen, null));
        assertEquals("", ann.send("DELETE", kitchen, null).body());
        Problems.check(404, "not_found", ann.get(kitchen));
        Problems.check(404, "not_found", ann.send("DELETE", kitchen, null));
        assertTrue(done(201, bob.send("PUT", kitchen, "{}")).getLong("seq") > 3, "seq goes on");
    }

    @Test
    void membersComeAndGo() {
        makePrivate("club");
        String members = "/api/rooms/club/members/";
        assertTrue(done(201, ann.send("PUT", members + "bob", "{\"role\": \"member\"}"))
                .containsKey("seq"));
        assertEquals(201, say(bob, "club"));
        assertFalse(done(200, ann.send("PUT", members + "bob", "{\"role\": \"member\"}"))
                .containsKey("seq"));
        assertTrue(done(200, ann.send("PUT", members + "bob", "{\"role\": \"moderator\"}"))
                .containsKey("seq"));
        Problems.check(403, "forbidden", bob.send("PUT", members + "cy", "{\"role\": \"owner\"}"));
        Problems.check(409, "conflict", ann.send("DELETE", members + "ann", null));
        done(201, ann.send("PUT", members + "a%2Fb%3Ac+d%20%C3%A9", "{\"role\": \"reader\"}"));
        JsonArray listed = ann.getJson("/api/rooms/club/members").getJsonArray("members");
        assertEquals(
                List.of("a/b:c+d é", "ann", "bob"),
                listed.stream().map(each -> ((JsonObject) each).getString("id")).toList());
        done(204, ann.send("DELETE", members + "a%2Fb%3Ac+d%20%C3%A9", null));
        done(204, bob.send("DELETE", members + "bob", null));
        done(204, ann.send("DELETE", members + "bob", null));
        Problems.check(403, "forbidden", bob.get("/api/rooms/club"));
        done(201, mod.send("PUT", "/api/rooms/open-club", "{}"));
        Problems.check(409, "conflict", mod.send("PUT", "/api/rooms/open-club/members/bob", "{\"role\": \"member\"}"));
    }

    @Test
    void anInvitationLetsPeopleIn() {
        makePrivate("party");
        JsonObject once = done(201, ann.send("POST", "/api/rooms/party/invitations", "{\"uses\": 1}"));
        String token = once.getString("token");
        assertTrue(token.matches("[A-Za-z0-9_-]{22}"), token);
        assertEquals(node.baseUrl() + "/#invite=" + token, once.getString("url"));
        long week = Duration.ofDays(7).toMillis();
        assertTrue(Math.abs(once.getLong("expiresAt") - System.currentTimeMillis() - week) < 60_000);
        JsonObject joined = new JsonObject("{\"room\": \"party\", \"role\": \"member\"}");
        assertEquals(joined, done(200, bob.post("/api/invitations/" + token, null)));
        assertEquals(joined, done(200, bob.post("/api/invitations/" + token, null)), "it uses nothing");
        assertEquals(201, say(bob, "party"));
        HttpResponse<String> usedUp = cy.post("/api/invitations/" + token, null);
        Problems.check(404, "not_found", usedUp);
        assertEquals(cy.post("/api/invitations/nonsense", null).body(), usedUp.body(), "all alike");

        String many = done(201, ann.send("POST", "/api/rooms/party/invitations", "{\"role\": \"reader\"}"))
                .getString("token");
        done(204, ann.send("DELETE", "/api/rooms/party/members/bob", null));
        HttpResponse<String> removed = bob.post("/api/invitations/" + many, null);
        assertEquals(usedUp.body(), removed.body(), "who was removed cannot come back by an earlier one");
        JsonObject guest =
                new JsonObject(node.http(null).post("/api/sessions", null).body());
        TestHttp asGuest = node.http(guest.getString("token"));
        Problems.check(403, "forbidden", asGuest.post("/api/invitations/" + many, null));
        String forGuests = done(201, ann.send("POST", "/api/rooms/party/invitations", "{\"guests\": true}"))
                .getString("token");
        assertEquals(
                "member",
                done(200, asGuest.post("/api/invitations/" + forGuests, null)).getString("role"));
        done(204, ann.send("DELETE", "/api/rooms/party", null));
        assertEquals(usedUp.body(), cy.post("/api/invitations/" + many, null).body(), "it goes with its room");
    }

    @Test
    void aDirectRoomIsMadeOnce() {
        JsonObject made = done(201, ann.send("POST", "/api/direct", "{\"users\": [\"bob\"]}"));
        assertEquals(made, done(200, ann.send("POST", "/api/direct", "{\"users\": [\"ann\", \"bob\", \"bob\"]}")));
        assertEquals(made, done(200, bob.send("POST", "/api/direct", "{\"users\": [\"ann\"]}")));
        String room = "/api/rooms/" + made.getString("room");
        assertEquals("private", bob.getJson(room).getString("access"));
        assertEquals(201, say(bob, made.getString("room")));
        Problems.check(403, "forbidden", cy.get(room));
        Problems.check(403, "forbidden", ann.send("PUT", room, "{\"title\": \"T\"}"));
        Problems.check(403, "forbidden", ann.send("DELETE", room, null));
        Problems.check(403, "forbidden", ann.send("DELETE", room + "/members/bob", null));
    }

    @Test
    void peopleAreMutedAndKickedAndTheTrailTells() {
        done(201, ann.send("PUT", "/api/rooms/town", "{}"));
        String town = "/api/rooms/town/";
        JsonObject muted = done(200, mod.send("POST", town + "mutes/bob", null));
        assertTrue(muted.containsKey("seq") && !muted.containsKey("until"), muted::encode);
        assertEquals(403, say(bob, "town"));
        done(204, mod.send("DELETE", town + "mutes/bob", null));
        done(204, mod.send("DELETE", town + "mutes/bob", null));
        assertEquals(201, say(bob, "town"));
        long until = System.currentTimeMillis() + 3_600_000;
        assertEquals(
                until,
                done(200, mod.send("POST", town + "mutes/cy", "{\"until\": " + until + "}"))
                        .getLong("until"));
        JsonObject kicked = done(200, mod.send("POST", town + "kicks/bob", "{}"));
        long tenMinutes = kicked.getLong("until") - System.currentTimeMillis();
        assertTrue(Math.abs(tenMinutes - 600_000) < 60_000, kicked::encode);
        Problems.check(403, "forbidden", bob.get("/api/rooms/town/messages"));
        done(204, mod.send("DELETE", town + "kicks/bob", null));
        assertEquals(200, bob.get("/api/rooms/town/messages").statusCode());
        Problems.check(403, "forbidden", bob.get(town + "audit"));

        List<JsonObject> trail = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonObject page = mod.getJson(town + "audit?limit=2" + cursor);
            page.getJsonArray("entries").forEach(each -> trail.add((JsonObject) each));
            cursor = page.containsKey("cursor") ? "&cursor=" + page.getString("cursor") : null;
        }
        assertEquals(
                mod.getJson(town + "audit").getJsonArray("entries").stream().toList(), new ArrayList<Object>(trail));
        assertTrue(trail.size() >= 5, trail::toString);
        JsonObject latest = trail.get(0);
        assertEquals("bob", latest.getString("user"));
        assertEquals("mod", latest.getString("by"));
    }

    @Test
    void aGuestBecomesAUser() {
        JsonObject guest =
                new JsonObject(node.http(null).post("/api/sessions", null).body());
        TestHttp asGuest = node.http(guest.getString("token"));
        done(201, asGuest.post("/api/rooms/square/messages", new JsonObject().put("text", "as a guest")));
        done(200, mod.send("POST", "/api/rooms/square/mutes/" + guest.getString("userId"), null));
        TestHttp dee = node.http(node.token("dee"));
        try (TestSocket socket = TestSocket.connect(node.port(), "/ws", guest.getString("token"))) {
            socket.enter("square");
            JsonObject body = new JsonObject().put("guest", guest.getString("token"));
            assertEquals(new JsonObject("{\"userId\": \"dee\"}"), done(200, dee.post("/api/sessions/upgrade", body)));
            assertEquals(4001, socket.awaitClose());
            Problems.check(404, "not_found", dee.post("/api/sessions/upgrade", body));
        }
        Problems.check(401, "unauthorized", asGuest.get("/api/rooms"));
        JsonObject from = dee.getJson("/api/rooms/square/messages")
                .getJsonArray("messages")
                .getJsonObject(0)
                .getJsonObject("from");
        assertEquals("dee", from.getString("id"));
        assertEquals(403, say(dee, "square"), "the mute went along");
        done(204, mod.send("DELETE", "/api/rooms/square/mutes/dee", null));
        done(200, dee.send("PATCH", "/api/rooms/square/messages/1", "{\"text\": \"as a user\"}"));
    }
}
