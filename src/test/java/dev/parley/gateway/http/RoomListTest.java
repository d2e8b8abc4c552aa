package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code GET /api/rooms} and {@code GET /api/rooms/{room}}. */
class RoomListTest {
    private static final String NOTHING_SET = "{\"assistants\": {}}";
    private static TestNode node;
    private static TestHttp ada;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        ada = node.http(node.token("ada", "member", List.of("team-*", "nowhere"), Duration.ofHours(1)));
        TestHttp bob = node.http(node.token("bob"));
        for (int i = 1; i <= 5; i++) {
            say(ada, "team-" + i, "one");
        }
        say(ada, "team-1", "two");
        say(bob, "assistant:me", "mine alone");
        say(bob, "assistant:me:notes", "mine as well");
        say(ada, "assistant:me", "hers");
        for (int i = 0; i < 205; i++) { // more than the store is asked for at once
            say(bob, "hidden-" + i, "x");
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void say(TestHttp as, String room, String text) {
        assertEquals(
                201,
                as.post("/api/rooms/" + room + "/messages", new JsonObject().put("text", text))
                        .statusCode());
    }

    private static List<String> names(JsonObject page) {
        List<String> names = new ArrayList<>();
        page.getJsonArray("rooms").forEach(room -> names.add(((JsonObject) room).getString("room")));
        return names;
    }

    @Test
    void onesOwnAndOpenRoomsAreListedAndNobodyElsesWithTheAssistant() {
        JsonObject all = ada.getJson("/api/rooms?limit=200");
        assertEquals(List.of("assistant:ada", "team-1", "team-2", "team-3", "team-4", "team-5"), names(all));
        assertEquals(false, all.getBoolean("hasMore"));
        JsonObject admins = node.http(node.token("root", "admin", List.of("team-*"), Duration.ofHours(1)))
                .getJson("/api/rooms?limit=200");
        assertEquals(List.of("team-1", "team-2", "team-3", "team-4", "team-5"), names(admins));
    }

    @Test
    void whoOnlyLooksOrIsRefusedMakesNoRoom() {
        TestHttp root = node.http(node.token("root", "admin", List.of("*"), Duration.ofHours(1)));
        TestHttp cy = node.http(node.token("cy", "member", List.of("*"), Duration.ofHours(1)));
        List<String> before = names(cy.getJson("/api/rooms?limit=200"));
        try (TestSocket socket = node.connect("cy")) {
            socket.enter("quiet-1");
            socket.send("load_messages", "room", "quiet-2").await("messages_loaded");
            socket.send("who", "room", "quiet-3").await("members");
            socket.send("typing", "room", "quiet-4", "on", true, "id", "t").await("ack");
            socket.send("cancel", "room", "quiet-5", "turn", "t").await("error");
            socket.send("message", "room", "quiet-6", "message", "").await("error");
            socket.send("leave", "room", "quiet-1").await("left");
        }
        cy.get("/api/rooms/quiet-7/messages");
        cy.get("/api/rooms/quiet-8/members");
        assertEquals(204, cy.get("/api/chat/quiet-9/stream").statusCode());
        Problems.check(404, "not_found", cy.post("/api/chat/quiet-10/stop", new JsonObject()));
        Problems.check(400, "bad_frame", cy.post("/api/rooms/quiet-11/messages", new JsonObject()));
        TestHttp guest = node.http(node.token("g", "guest", List.of("*"), Duration.ofHours(1)));
        Problems.check(403, "forbidden", guest.send("PUT", "/api/rooms/quiet-12", NOTHING_SET));
        Problems.check(400, "bad_frame", root.send("PUT", "/api/rooms/quiet-13", "{\"assistants\": 1}"));
        assertEquals(before, names(cy.getJson("/api/rooms?limit=200")));
        for (int i = 1; i <= 13; i++) {
            Problems.check(404, "not_found", root.get("/api/rooms/quiet-" + i));
        }
        assertEquals(201, root.send("PUT", "/api/rooms/zz-set", NOTHING_SET).statusCode());
        assertEquals("zz-set", cy.getJson("/api/rooms/zz-set").getString("room"), "PUT makes one");
    }

    @Test
    void onlyRoomsOfTheTokenAreListed() {
        String token = node.token("eve", "member", List.of("team-*", "!team-2"), Duration.ofHours(1));
        assertEquals(
                List.of("team-1", "team-3", "team-4", "team-5"),
                names(node.http(token).getJson("/api/rooms")));
    }

    @Test
    void pagesFollowOneAnother() {
        List<String> all = new ArrayList<>();
        String after = "";
        JsonObject page;
        do {
            page = ada.getJson("/api/rooms?limit=2&after=" + after);
            assertEquals(2, names(page).size());
            all.addAll(names(page));
            after = all.get(all.size() - 1);
        } while (page.getBoolean("hasMore"));
        assertEquals(List.of("assistant:ada", "team-1", "team-2", "team-3", "team-4", "team-5"), all);
        assertEquals(List.of(), names(ada.getJson("/api/rooms?after=team-5")));
        for (String limit : List.of("0", "-1", "x", "1.5", "")) {
            Problems.check(400, "bad_frame", ada.get("/api/rooms?limit=" + limit));
        }
    }

    @Test
    void aRoomHasItsLastSeqAndItsMembers() {
        try (TestSocket first = node.connect("ada");
                TestSocket second = node.connect("ada");
                TestSocket bob = node.connect("bob")) {
            first.enter("team-1");
            second.enter("team-1");
            bob.enter("team-1");
            JsonObject room = ada.getJson("/api/rooms/team-1");
            assertTrue(room.getLong("lastAt") > 0);
            assertEquals(
                    new JsonObject()
                            .put("room", "team-1")
                            .put("access", "open")
                            .put("seq", 2)
                            .put("members", 2)
                            .put("lastAt", room.getLong("lastAt")),
                    room);
            JsonObject listed = ada.getJson("/api/rooms?after=assistant:ada&limit=1");
            assertEquals(room, listed.getJsonArray("rooms").getJsonObject(0));
            JsonObject members = ada.getJson("/api/rooms/team-1/members");
            assertEquals(2, members.getInteger("count"));
            assertEquals(2, members.getJsonArray("members").size());
        }
        assertEquals(0, ada.getJson("/api/rooms/team-3").getInteger("members"));
    }

    @Test
    void ownRoomsHaveAShortName() {
        assertEquals("assistant:ada", ada.getJson("/api/rooms/assistant:me").getString("room"));
        Problems.check(403, "forbidden", ada.get("/api/rooms/assistant:bob"));
        Problems.check(403, "forbidden", ada.get("/api/rooms/hidden-1"));
    }

    @Test
    void aRoomThatIsNotThere() {
        Problems.check(404, "not_found", ada.get("/api/rooms/nowhere"));
        Problems.check(400, "bad_frame", ada.get("/api/rooms/.hidden"));
        Problems.check(400, "bad_frame", ada.get("/api/rooms/a%2Fb"));
        Problems.check(401, "unauthorized", node.http(null).get("/api/rooms/team-1"));
        JsonObject empty = ada.getJson("/api/rooms/nowhere/messages");
        assertEquals(new JsonObject("{\"messages\": [], \"hasMore\": false}"), empty);
    }
}
