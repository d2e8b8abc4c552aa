package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code GET} and {@code PATCH /api/rooms/{room}/state}. */
class StateOverHttpTest {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp ada = node.http(node.token("ada"));

    private static String path(String room) {
        return "/api/rooms/" + room + "/state";
    }

    private static HttpResponse<String> patch(String room, String patch, String... headers) {
        return ada.send("PATCH", path(room), patch, headers);
    }

    private static HttpResponse<String> patchOn(String room, String ifMatch, String patch) {
        return patch(room, patch, "Content-Type", MERGE_PATCH, "If-Match", ifMatch);
    }

    /** The response shows this state, whose last change has this number. */
    @CanIgnoreReturnValue
    private static HttpResponse<String> shows(String room, long seq, String state, HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                new JsonObject().put("room", room).put("seq", seq).put("state", new JsonObject(state)),
                new JsonObject(response.body()));
        assertEquals("\"" + seq + "\"", Problems.header(response, "etag"));
        assertEquals("no-store", Problems.header(response, "cache-control"));
        return response;
    }

    @Test
    void aPatchIsMergedAndComesToEverybody() {
        shows("merged", 0, "{}", ada.get(path("merged")));
        Problems.check(404, "not_found", ada.get("/api/rooms/merged"));
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("merged");
            String first = "{\"topic\": \"milk\", \"votes\": {\"ada\": [1, 2]}}";
            shows("merged", 1, first, patch("merged", first, "Content-Type", MERGE_PATCH));
            JsonObject frame = bob.await("state");
            assertEquals(1, frame.getLong("seq"));
            assertEquals("ada", frame.getString("by"));
            assertEquals(new JsonObject(first), frame.getJsonObject("patch"));
        }
        String second = "{\"topic\": null, \"votes\": {\"bob\": 3, \"ada\": [2]}}";
        String then = "{\"votes\": {\"ada\": [2], \"bob\": 3}}";
        shows("merged", 2, then, patch("merged", second, "Content-Type", "Application/JSON; charset=utf-8"));
        shows("merged", 2, then, ada.get(path("merged")));
        shows("merged", 3, "{}", patch("merged", "{\"votes\": null}"));
    }

    @Test
    void aKeyPatchesOnce() {
        shows("keys", 1, "{\"n\": 1}", patch("keys", "{\"n\": 1}", "Idempotency-Key", "p1"));
        shows("keys", 2, "{\"n\": 2}", patch("keys", "{\"n\": 2}"));
        shows("keys", 2, "{\"n\": 2}", patch("keys", "{\"n\": 1}", "Idempotency-Key", "p1"));
        Problems.check(409, "conflict", patch("keys", "{\"n\": 3}", "Idempotency-Key", "p1"));
        Problems.check(400, "bad_frame", patch("keys", "{\"n\": 3}", "Idempotency-Key", ""));
    }

    @Test
    void aPatchOnAnOldStateFailsWhereItTouchesWhatWasChanged() {
        shows("based", 1, "{\"a\": 1, \"b\": {\"c\": 1}}", patchOn("based", "\"0\"", "{\"a\": 1, \"b\": {\"c\": 1}}"));
        shows("based", 2, "{\"a\": 2, \"b\": {\"c\": 1}}", patchOn("based", "\"1\"", "{\"a\": 2}"));
        Problems.check(412, "conflict", patchOn("based", "\"1\"", "{\"a\": 3}"));
        shows("based", 3, "{\"a\": 2, \"b\": {\"c\": 3}}", patchOn("based", "\"1\"", "{\"b\": {\"c\": 3}}"));
        Problems.check(412, "conflict", patchOn("based", "\"2\"", "{\"b\": null}"));
        shows("based", 4, "{\"a\": 2}", patchOn("based", "\"1\", \"3\"", "{\"b\": null}"));
        shows("based", 5, "{\"a\": 5}", patchOn("based", "*", "{\"a\": 5}"));
        for (String never : List.of("W/\"5\"", "\"x\"", "\"05\"")) {
            Problems.check(412, "conflict", patchOn("based", never, "{\"a\": 6}"));
        }
        for (String bad : List.of("5", "\"5", "5\"", "*, \"5\"")) {
            Problems.check(400, "bad_frame", patchOn("based", bad, "{\"a\": 6}"));
        }
        shows("based", 5, "{\"a\": 5}", ada.get(path("based")));
    }

    @Test
    void aReusedKeyIsNoFailedPrecondition() {
        shows("both", 1, "{\"a\": 1}", patch("both", "{\"a\": 1}", "Idempotency-Key", "b1"));
        Problems.check(409, "conflict", patch("both", "{\"b\": 1}", "Idempotency-Key", "b1", "If-Match", "\"1\""));
    }

    @Test
    void anotherTypeOfBodyIsRefused() {
        for (String type : List.of(
                "application/json-patch+json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/jsonx")) {
            HttpResponse<String> refused = patch("types", "{\"a\": 1}", "Content-Type", type);
            Problems.check(415, "bad_frame", refused);
            assertEquals(MERGE_PATCH, Problems.header(refused, "accept-patch"));
        }
        Problems.check(404, "not_found", ada.get("/api/rooms/types"));
    }

    @Test
    void whatIsNoPatchIsRefused() {
        for (String bad :
                List.of("", "{", "[]", "7", "null", "\"x\"", "{} {}", "{\"a\": \"\\u0000\"}", "{\"a\": 1e999}")) {
            Problems.check(400, "bad_frame", patch("bad", bad, "Content-Type", MERGE_PATCH));
        }
        Problems.check(413, "too_large", patch("bad", "{\"a\": ".repeat(33) + "1" + "}".repeat(33)));
        Problems.check(413, "too_large", patch("bad", "{\"a\": \"" + "x".repeat(32 * 1024) + "\"}"));
        Problems.check(404, "not_found", ada.get("/api/rooms/bad"));
        assertEquals(
                200, patch("deep", "{\"a\": ".repeat(32) + "1" + "}".repeat(32)).statusCode());
    }

    @Test
    void aStateDoesNotGrowForEver() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 8; i++) {
            last = patch("large", "{\"k" + i + "\": \"" + "x".repeat(31 * 1024) + "\"}");
            assertEquals(200, last.statusCode(), last.body());
        }
        Problems.check(413, "too_large", patch("large", "{\"k8\": \"" + "x".repeat(31 * 1024) + "\"}"));
        assertEquals(8, ada.getJson(path("large")).getLong("seq"));
        assertEquals(200, patch("large", "{\"k0\": null}").statusCode());
        assertEquals(
                200,
                patch("large", "{\"k8\": \"" + "x".repeat(31 * 1024) + "\"}").statusCode());
    }

    @Test
    void onlyWhoMayEnterMaySeeOrChangeIt() {
        TestHttp eve = node.http(node.token("eve", "admin", List.of("team-*"), Duration.ofHours(1)));
        TestHttp nobody = node.http(null);
        Problems.check(403, "forbidden", eve.get(path("closed")));
        Problems.check(403, "forbidden", eve.send("PATCH", path("closed"), "{\"a\": 1}"));
        Problems.check(403, "forbidden", eve.get(path("assistant:ada")));
        Problems.check(401, "unauthorized", nobody.get(path("closed")));
        Problems.check(401, "unauthorized", nobody.send("PATCH", path("closed"), "{\"a\": 1}"));
        assertEquals(
                "assistant:ada", new JsonObject(ada.get(path("assistant:me")).body()).getString("room"));
        JsonObject guest = new JsonObject(nobody.post("/api/sessions", null).body());
        TestHttp bob = node.http(guest.getString("token"));
        assertEquals(200, bob.send("PATCH", path("open"), "{\"a\": 1}").statusCode());
        assertEquals(200, bob.get(path("open")).statusCode());
    }

    @Test
    void headHasTheTagToo() {
        shows("headed", 1, "{\"a\": 1}", patch("headed", "{\"a\": 1}"));
        HttpResponse<String> head = ada.send("HEAD", path("headed"), null);
        assertEquals(200, head.statusCode());
        assertEquals("\"1\"", Problems.header(head, "etag"));
        assertTrue(head.body().isEmpty());
    }
}
