package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request about a room's members and sanctions is told before the room is asked. */
class RoomAdministrationRefusalsTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp root = node.http(node.token("root", "admin", List.of(), Duration.ofHours(1)));
    private static final TestHttp ann = node.http(node.token("ann"));

    private static JsonObject session() {
        return new JsonObject(node.http(null).post("/api/sessions", null).body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            PUT    | /api/rooms/r/members/bob            | {}                      | role must be one of
            PUT    | /api/rooms/r/members/bob            | {"role": "king"}        | role must be one of
            PUT    | /api/rooms/r/members/bob            | {"role": "member", "a": 1} | unknown field a
            PUT    | /api/rooms/r/members/a%0Ab          | {"role": "member"}      | the user in the path must be an id
            POST   | /api/rooms/r/invitations            | {"uses": 0}             | uses must be a whole number
            POST   | /api/rooms/r/invitations            | {"uses": 1.5}           | uses must be a whole number
            POST   | /api/rooms/r/invitations            | {"uses": 1000001}       | uses must be a whole number
            POST   | /api/rooms/r/invitations            | {"expires": "31d"}      | expires must be a duration
            POST   | /api/rooms/r/invitations            | {"expires": "0s"}       | expires must be a duration
            POST   | /api/rooms/r/invitations            | {"expires": 5}          | expires must be a duration
            POST   | /api/rooms/r/invitations            | {"guests": "yes"}       | guests must be true or false
            POST   | /api/rooms/r/invitations            | {"role": "admin"}       | role must be one of
            POST   | /api/rooms/r/invitations            | {"use": 1}              | unknown field use
            POST   | /api/rooms/r/mutes/bob              | {"until": 5}            | until must be a time to come
            POST   | /api/rooms/r/mutes/bob              | {"until": "10m"}        | until must be a whole number
            POST   | /api/rooms/r/mutes/bob              | {"until": 999999999999999} | until must be a whole number
            POST   | /api/rooms/r/mutes/bob              | {"for": "10m"}          | unknown field for
            POST   | /api/rooms/r/kicks/bob              | {"for": "31d"}          | for must be a duration
            POST   | /api/rooms/r/kicks/bob              | {"for": 10}             | for must be a duration
            POST   | /api/rooms/r/kicks/bob              | {"until": 10}           | unknown field until
            POST   | /api/rooms/r/kicks/bob              | []                      | the body must be a JSON object
            GET    | /api/rooms/r/audit?limit=0          |                         | limit must be a whole number
            GET    | /api/rooms/r/audit?cursor=x         |                         | cursor must be one
            PUT    | /api/rooms/.r                       | {}                      | room must be 1–128
            POST   | /api/direct                         | {}                      | users must be a list of ids
            POST   | /api/direct                         | {"users": []}           | users must be a list of ids
            POST   | /api/direct                         | {"users": "bob"}        | users must be a list of ids
            POST   | /api/direct                         | {"users": ["root"]}     | users must be a list of ids
            POST   | /api/direct                         | {"users": ["bob", 5]}   | each of users must be an id
            POST   | /api/direct                         | {"users": ["bob", ""]}  | each of users must be an id
            POST   | /api/direct  | {"users": ["1","2","3","4","5","6","7","8","9","10"]} | users must be a list of ids
            POST   | /api/sessions/upgrade               | {}                      | guest must be the token
            POST   | /api/sessions/upgrade               | {"guest": 1}            | guest must be the token
            POST   | /api/sessions/upgrade               | {"guest": "ey.a.b"}     | guest must be the token
            """)
    void aBadFieldIsNamed(String method, String path, String body, String text) {
        HttpResponse<String> refused = root.send(method, path, body);
        Problems.check(400, "bad_frame", refused);
        String detail = new JsonObject(refused.body()).getString("detail");
        assertTrue(detail.startsWith(text), detail);
    }

    @Test
    void anIdMayNotBeLong() {
        String path = "/api/rooms/r/members/" + "x".repeat(257);
        Problems.check(400, "bad_frame", root.send("PUT", path, "{\"role\": \"member\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/rooms/r/members/bob",
        "POST, /api/rooms/r/invitations",
        "POST, /api/rooms/r/mutes/bob",
        "DELETE, /api/rooms/r/mutes/bob",
        "POST, /api/rooms/r/kicks/bob",
        "DELETE, /api/rooms/r/kicks/bob",
        "GET, /api/rooms/r/audit"
    })
    void whoIsNoModeratorIsRefusedBeforeTheBodyIsRead(String method, String path) {
        Problems.check(403, "forbidden", ann.send(method, path, "{\"nonsense\": 1}"));
        Problems.check(401, "unauthorized", node.http(null).send(method, path, "{}"));
        String elsewhere = node.token("root", "admin", List.of("team-*"), Duration.ofHours(1));
        Problems.check(403, "forbidden", node.http(elsewhere).send(method, path, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"members/bob", "invitations", "mutes/bob", "kicks/bob", "audit"})
    void directAndOthersAssistantRoomsAreNobodys(String what) {
        String method = what.equals("audit") ? "GET" : what.startsWith("members") ? "PUT" : "POST";
        String direct = "/api/rooms/direct:AAAAAAAAAAAAAAAAAAAAAA/" + what;
        Problems.check(403, "forbidden", root.send(method, direct, "{}"));
        Problems.check(403, "forbidden", root.send(method, "/api/rooms/assistant:ann/" + what, "{}"));
        Problems.check(403, "forbidden", ann.send(method, "/api/rooms/assistant:me/" + what, "{}"));
    }

    @Test
    void pagesOfOthersAndOtherMethodsAreRefused() {
        Problems.check(403, "forbidden", ann.send("POST", "/api/direct", "{}", "Origin", "https://elsewhere.example"));
        HttpResponse<String> wrong = ann.send("PATCH", "/api/rooms/r/mutes/bob", "{}");
        Problems.check(405, "bad_frame", wrong);
        assertEquals("POST, DELETE", Problems.header(wrong, "allow"));
    }

    @Test
    void anInvitationThatNobodyMadeIsRefusedSlowly() {
        long begun = System.nanoTime();
        HttpResponse<String> refused = ann.post("/api/invitations/AAAAAAAAAAAAAAAAAAAAAA", null);
        Problems.check(404, "not_found", refused);
        assertTrue(System.nanoTime() - begun >= 150_000_000L, "as one that is looked up in its room");
        assertEquals(
                "there is no such invitation, or it has ended", new JsonObject(refused.body()).getString("detail"));
        Problems.check(404, "not_found", ann.post("/api/invitations/%2F..%2F", null));
        Problems.check(401, "unauthorized", node.http(null).post("/api/invitations/AAAAAAAAAAAAAAAAAAAAAA", null));
    }

    @Test
    void invitationsAreTriedSoOftenOnly() {
        try (TestNode strict = TestNode.start(Map.of(
                "PARLEY_LIMITS_SESSIONS", "{\"perSecond\": 1, \"burst\": 2}",
                "PARLEY_HTTP_TRUSTED_PROXIES", "[\"127.0.0.1\"]"))) {
            TestHttp bob = strict.http(strict.token("bob"));
            String path = "/api/invitations/AAAAAAAAAAAAAAAAAAAAAA";
            Problems.check(404, "not_found", bob.post(path, null, "X-Forwarded-For", "192.0.2.1"));
            Problems.check(404, "not_found", bob.post(path, null, "X-Forwarded-For", "192.0.2.2"));
            Problems.check(429, "rate_limited", bob.post(path, null, "X-Forwarded-For", "192.0.2.3"));
            TestHttp eve = strict.http(strict.token("eve"));
            Problems.check(404, "not_found", eve.post(path, null, "X-Forwarded-For", "192.0.2.1"));
            Problems.check(429, "rate_limited", eve.post(path, null, "X-Forwarded-For", "192.0.2.1"));
        }
    }

    @Test
    void guestsHaveNoDirectRoomsAndBecomeNobodyByThemselves() {
        JsonObject guest = session();
        TestHttp asGuest = node.http(guest.getString("token"));
        JsonObject bob = new JsonObject("{\"users\": [\"bob\"]}");
        Problems.check(403, "forbidden", asGuest.post("/api/direct", bob));
        String with = "{\"users\": [\"" + guest.getString("userId") + "\"]}";
        Problems.check(403, "forbidden", ann.send("POST", "/api/direct", with));
        JsonObject other = new JsonObject().put("guest", session().getString("token"));
        Problems.check(403, "forbidden", asGuest.post("/api/sessions/upgrade", other));
    }

    @Test
    void onlyAnOpenGuestsSessionIsUpgraded() {
        TestHttp guest = node.http(session().getString("token"));
        JsonObject ended = session();
        assertEquals(
                204,
                node.http(ended.getString("token"))
                        .send("DELETE", "/api/sessions/current", null)
                        .statusCode());
        Problems.check(404, "not_found", upgrade(ended.getString("token")));
        Problems.check(404, "not_found", upgrade("ps_nothing"));
        String members = new JsonObject(ann.post("/api/sessions", null).body()).getString("token");
        Problems.check(400, "bad_frame", upgrade(members));
        assertEquals(200, node.http(members).get("/api/rooms").statusCode(), "it has not ended");
        assertEquals(200, guest.get("/api/rooms").statusCode());
    }

    private static HttpResponse<String> upgrade(String guest) {
        return ann.post("/api/sessions/upgrade", new JsonObject().put("guest", guest));
    }
}
