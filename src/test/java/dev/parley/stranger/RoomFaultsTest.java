package dev.parley.stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever tries in somebody else's room what they may not, or what cannot be: each try has its code, and changes nothing. */
class RoomFaultsTest {
    private static final String DEN = "/api/rooms/den";

    private static TestNode node;
    private static String guest;
    private static String direct;
    private static String used;
    private static String expired;
    private static String orphaned;
    private static String early;
    private static String open;

    /** Ann owns the den; Mod, Bob and Rey belong to it as their names say; Gone was removed, Out is kicked. */
    @BeforeAll
    static void build() {
        node = TestNode.start();
        guest = new JsonObject(node.http(null).post("/api/sessions", null).body()).getString("token");
        done("ann", "PUT", DEN, object("access", "private"));
        expired = invitation(DEN, object("expires", "1s"));
        used = invitation(DEN, object("uses", 1));
        early = invitation(DEN, new JsonObject());
        done("cid", "POST", "/api/invitations/" + used, null);
        List.of("mod:moderator", "bob:member", "rey:reader", "gone:member", "out:member")
                .forEach(each -> done(
                        "ann",
                        "PUT",
                        DEN + "/members/" + each.split(":", -1)[0],
                        object("role", each.split(":", -1)[1])));
        done("ann", "DELETE", DEN + "/members/gone", null);
        done("ann", "POST", DEN + "/kicks/out", null);
        open = invitation(DEN, new JsonObject());
        done("ann", "PUT", "/api/rooms/tmp", object("access", "private"));
        orphaned = invitation("/api/rooms/tmp", new JsonObject());
        done("ann", "DELETE", "/api/rooms/tmp", null);
        direct = new JsonObject(done("ann", "POST", "/api/direct", object("users", new JsonArray().add("bob"))))
                .getString("room");
        done("ann", "POST", "/api/rooms/" + direct + "/messages", object("text", "between us"));
        done("ann", "POST", "/api/rooms/main/messages", object("text", "hello all"));
        Frames.until(
                "it has expired",
                () -> send("zoe", "POST", "/api/invitations/" + expired, null).statusCode() == 404);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static JsonObject object(String name, Object value) {
        return new JsonObject().put(name, value);
    }

    private static String invitation(String room, JsonObject body) {
        return new JsonObject(done("ann", "POST", room + "/invitations", body)).getString("token");
    }

    private static String done(String user, String method, String path, JsonObject body) {
        HttpResponse<String> answer = send(user, method, path, body);
        assertTrue(answer.statusCode() / 100 == 2, () -> method + " " + path + " got " + answer + answer.body());
        return answer.body();
    }

    private static HttpResponse<String> send(String user, String method, String path, JsonObject body) {
        return node.http(tokenOf(user)).send(method, path, body == null ? null : body.encode());
    }

    private static String tokenOf(String user) {
        return switch (user) {
            case "guest" -> guest;
            case "tokenmod" -> node.token(user, "moderator", List.of(), Duration.ofHours(1));
            default -> node.token(user);
        };
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            # invitations: none of them tells why
            dan      | POST   | /api/invitations/USED              | -                        | not_found
            dan      | POST   | /api/invitations/EXPIRED           | -                        | not_found
            dan      | POST   | /api/invitations/ORPHANED          | -                        | not_found
            dan      | POST   | /api/invitations/AAAAAAAAAAAAAAAAAAAAAA | -                   | not_found
            dan      | POST   | /api/invitations/x                 | -                        | not_found
            gone     | POST   | /api/invitations/EARLY             | -                        | not_found
            out      | POST   | /api/invitations/OPEN              | -                        | forbidden
            guest    | POST   | /api/invitations/OPEN              | -                        | forbidden
            bob      | POST   | /api/rooms/den/invitations         | {}                       | forbidden
            rey      | POST   | /api/rooms/den/invitations         | {}                       | forbidden
            mod      | POST   | /api/rooms/den/invitations         | {"role":"moderator"}     | forbidden
            ann      | POST   | /api/rooms/den/invitations         | {"expires":"31d"}        | bad_frame
            ann      | POST   | /api/rooms/den/invitations         | {"uses":0}               | bad_frame
            # ranks
            ann      | DELETE | /api/rooms/den/members/ann         | -                        | conflict
            ann      | PUT    | /api/rooms/den/members/ann         | {"role":"member"}        | conflict
            mod      | PUT    | /api/rooms/den/members/bob         | {"role":"owner"}         | forbidden
            mod      | PUT    | /api/rooms/den/members/bob         | {"role":"moderator"}     | forbidden
            mod      | PUT    | /api/rooms/den/members/mod         | {"role":"owner"}         | forbidden
            mod      | DELETE | /api/rooms/den/members/ann         | -                        | forbidden
            mod      | POST   | /api/rooms/den/kicks/ann           | -                        | forbidden
            mod      | POST   | /api/rooms/den/mutes/ann           | -                        | forbidden
            bob      | PUT    | /api/rooms/den/members/eve         | {"role":"member"}        | forbidden
            bob      | DELETE | /api/rooms/den/members/rey         | -                        | forbidden
            bob      | POST   | /api/rooms/den/kicks/rey           | -                        | forbidden
            mod      | PUT    | /api/rooms/den                     | {"access":"open"}        | forbidden
            mod      | PUT    | /api/rooms/den                     | {"retention":"1s"}       | forbidden
            bob      | PUT    | /api/rooms/den                     | {"title":"mine"}         | forbidden
            mod      | DELETE | /api/rooms/den                     | -                        | forbidden
            bob      | GET    | /api/rooms/den/audit               | -                        | forbidden
            rey      | POST   | /api/rooms/den/messages            | {"text":"hi"}            | forbidden
            rey      | PATCH  | /api/rooms/den/state               | {"a":1}                  | forbidden
            tokenmod | POST   | /api/rooms/den/kicks/bob           | -                        | forbidden
            # strangers, guests, and who was taken out
            eve      | GET    | /api/rooms/den                     | -                        | forbidden
            eve      | GET    | /api/rooms/den/messages            | -                        | forbidden
            eve      | GET    | /api/rooms/den/members             | -                        | forbidden
            eve      | GET    | /api/rooms/den/state               | -                        | forbidden
            eve      | GET    | /api/rooms/den/turns               | -                        | forbidden
            eve      | GET    | /api/rooms/den/audit               | -                        | forbidden
            eve      | POST   | /api/rooms/den/messages            | {"text":"hi"}            | forbidden
            eve      | PUT    | /api/rooms/den                     | {"title":"mine"}         | forbidden
            eve      | PUT    | /api/rooms/den/members/eve         | {"role":"owner"}         | forbidden
            eve      | DELETE | /api/rooms/den                     | -                        | forbidden
            guest    | GET    | /api/rooms/den/messages            | -                        | forbidden
            guest    | POST   | /api/rooms/den/messages            | {"text":"hi"}            | forbidden
            guest    | PUT    | /api/rooms/guestroom               | {"access":"private"}     | forbidden
            guest    | POST   | /api/direct                        | {"users":["ann"]}        | forbidden
            gone     | GET    | /api/rooms/den/messages            | -                        | forbidden
            out      | GET    | /api/rooms/den/messages            | -                        | forbidden
            # rooms that are nobody's
            bob      | PUT    | /api/rooms/main                    | {"access":"private"}     | forbidden
            bob      | DELETE | /api/rooms/main                    | -                        | forbidden
            tokenmod | PUT    | /api/rooms/main                    | {"access":"private"}     | forbidden
            bob      | PUT    | /api/rooms/assistant:me            | {"access":"private"}     | forbidden
            bob      | PUT    | /api/rooms/direct:AAAAAAAAAAAAAAAAAAAAAA | {"title":"x"}      | forbidden
            ann      | PUT    | /api/rooms/DIRECT                  | {"title":"ours"}         | forbidden
            ann      | DELETE | /api/rooms/DIRECT                  | -                        | forbidden
            ann      | PUT    | /api/rooms/DIRECT/members/eve      | {"role":"member"}        | forbidden
            ann      | POST   | /api/rooms/DIRECT/invitations      | {}                       | forbidden
            ann      | POST   | /api/direct                        | {"users":[]}             | bad_frame
            # nonsense
            ann      | PUT    | /api/rooms/den                     | {"access":"closed"}      | bad_frame
            ann      | PUT    | /api/rooms/den                     | {"acess":"open"}         | bad_frame
            ann      | PUT    | /api/rooms/den                     | {"slowMode":"25h"}       | bad_frame
            ann      | PUT    | /api/rooms/den                     | {"retention":"soon"}     | bad_frame
            ann      | PUT    | /api/rooms/den                     | {"title":7}              | bad_frame
            ann      | PUT    | /api/rooms/den                     | []                       | bad_frame
            ann      | PUT    | /api/rooms/den/members/x           | {"role":"king"}          | bad_frame
            ann      | PUT    | /api/rooms/den/members/x           | {}                       | bad_frame
            ann      | PUT    | /api/rooms/den/members/%00         | {"role":"member"}        | bad_frame
            ann      | POST   | /api/rooms/den/kicks/bob           | {"for":"-1s"}            | bad_frame
            ann      | POST   | /api/rooms/den/mutes/bob           | {"until":"tomorrow"}     | bad_frame
            ann      | DELETE | /api/rooms/nowhere                 | -                        | not_found
            """)
    void eachTryHasItsCode(String user, String method, String path, String body, String code) {
        String before = room();
        HttpResponse<String> answer = node.http(tokenOf(user)).send(method, filled(path), body);
        assertEquals(code, new JsonObject(answer.body()).getString("code"), () -> answer + " " + answer.body());
        assertEquals(before, room(), "nothing was changed");
    }

    private static String filled(String path) {
        return path.replace("USED", used)
                .replace("EXPIRED", expired)
                .replace("ORPHANED", orphaned)
                .replace("EARLY", early)
                .replace("OPEN", open)
                .replace("DIRECT", direct);
    }

    /** The den as its owner sees it. */
    private static String room() {
        return done("ann", "GET", DEN, null) + done("ann", "GET", DEN + "/members", null);
    }

    @Test
    void aWrongInvitationDoesNotTellWhatIsWrong() {
        Set<String> texts = new HashSet<>();
        for (String token : List.of(used, expired, orphaned, "AAAAAAAAAAAAAAAAAAAAAA", "x")) {
            JsonObject problem = new JsonObject(
                    send("dan", "POST", "/api/invitations/" + token, null).body());
            texts.add(problem.encode().replace(token, ""));
        }
        assertEquals(1, texts.size(), texts::toString);
    }

    @Test
    void aDirectRoomOfOthersIsAsOneThatIsNotThere() {
        String nowhere = "direct:AAAAAAAAAAAAAAAAAAAAAA";
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
            for (String below : List.of("", "/messages", "/members", "/state", "/turns", "/audit", "/messages/1")) {
                String body = List.of("GET", "HEAD").contains(method) ? null : "{}";
                HttpResponse<String> one =
                        node.http(node.token("eve")).send(method, "/api/rooms/" + direct + below, body);
                HttpResponse<String> other =
                        node.http(node.token("eve")).send(method, "/api/rooms/" + nowhere + below, body);
                assertEquals(one.statusCode(), other.statusCode(), method + below);
                assertEquals(one.body().replace(direct, nowhere), other.body(), method + below);
                assertTrue(one.statusCode() >= 400 && one.statusCode() != 404, () -> method + below + " got " + one);
            }
        }
        assertTrue(!done("eve", "GET", "/api/rooms", null).contains("direct:"));
        assertTrue(done("bob", "GET", "/api/rooms", null).contains(direct), "something was said there");
    }

    @Test
    void takingAnInvitationAgainUsesNothing() {
        String twice = invitation(DEN, object("uses", 1));
        done("fay", "POST", "/api/invitations/" + twice, null);
        assertEquals("den", new JsonObject(done("fay", "POST", "/api/invitations/" + twice, null)).getString("room"));
        done("ann", "DELETE", DEN + "/members/fay", null);
    }

    @Test
    void manyMembersAreListedInPages() {
        done("ann", "PUT", "/api/rooms/hall", object("access", "private"));
        Set<String> expected = new HashSet<>(Set.of("ann"));
        for (int i = 0; i < 230; i++) {
            done("ann", "PUT", "/api/rooms/hall/members/user-" + i, object("role", "reader"));
            expected.add("user-" + i);
        }
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            JsonObject page = new JsonObject(done("ann", "GET", "/api/rooms/hall/members?limit=100" + after, null));
            page.getJsonArray("members").forEach(each -> listed.add(((JsonObject) each).getString("id")));
            assertEquals(231, page.getInteger("count"));
            after = page.getString("cursor") == null ? null : "&after=" + page.getString("cursor");
        } while (after != null);
        assertEquals(231, listed.size());
        assertEquals(expected, new HashSet<>(listed));
    }
}
