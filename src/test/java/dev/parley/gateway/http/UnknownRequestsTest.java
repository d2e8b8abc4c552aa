package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Paths and methods that no endpoint has. */
class UnknownRequestsTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp ada = node.http(node.token("ada"));

    @Test
    void anUnknownApiPathIsAProblemWhateverTheMethod() {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            Problems.check(404, "not_found", ada.send(method, "/api/nothing", null));
            Problems.check(404, "not_found", ada.send(method, "/api/rooms/main/nothing", "{}"));
        }
        Problems.check(404, "not_found", ada.get("/api/"));
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        wrong("PUT", "/api/rooms", "GET, HEAD");
        wrong("GET", "/api/sessions", "POST");
        wrong("GET", "/api/sessions/current", "DELETE");
        wrong("PATCH", "/api/rooms/main/messages", "GET, HEAD, POST");
        wrong("PATCH", "/api/rooms/main", "GET, HEAD, PUT, DELETE");
        wrong("POST", "/api/rooms/main/members/bob", "PUT, DELETE");
        wrong("GET", "/api/rooms/main/invitations", "POST");
        wrong("PUT", "/api/rooms/main/kicks/bob", "POST, DELETE");
        wrong("POST", "/api/rooms/main/audit", "GET, HEAD");
        wrong("GET", "/api/direct", "POST");
        wrong("GET", "/api/sessions/upgrade", "POST");
        wrong("GET", "/api/rooms/main/messages/1", "PATCH, DELETE");
        wrong("POST", "/api/rooms/main/messages/1/reactions/x", "PUT, DELETE");
        wrong("GET", "/api/rooms/main/events", "POST");
        wrong("PUT", "/api/rooms/main/signals", "POST");
        wrong("PUT", "/api/rooms/main/state", "GET, HEAD, PATCH");
        wrong("OPTIONS", "/api/rooms/main/state", "GET, HEAD, PATCH");
        wrong("GET", "/internal/rooms/main/invalidate-cache", "POST");
        for (String path :
                List.of("/health/live", "/health/ready", "/metrics", "/ws", "/", "/assets/app.js", "/rooms/x")) {
            wrong("POST", path, "GET, HEAD");
            wrong("DELETE", path, "GET, HEAD");
        }
    }

    private static void wrong(String method, String path, String allowed) {
        HttpResponse<String> refused = ada.send(method, path, null);
        Problems.check(405, "bad_frame", refused);
        assertEquals(allowed, Problems.header(refused, "allow"));
    }

    @Test
    void whatIsUnknownBelowAnEndpointIsNotThePage() {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
            for (String path : List.of(
                    "/health",
                    "/health/",
                    "/health/redy",
                    "/health/ready/x",
                    "/metrics/x",
                    "/internal",
                    "/internal/x",
                    "/internal/rooms/main",
                    "/internal/rooms/main/invalidate-cache/x",
                    "/api/rooms/main/messages/1/reactions",
                    "/api/rooms/main/state/x",
                    "/ws/x",
                    "/files",
                    "/files/x",
                    "/agui/x",
                    "/assets/",
                    "/vendor/x",
                    "/webjars/x",
                    "/api")) {
                assertEquals(404, ada.send(method, path, null).statusCode(), method + " " + path);
            }
        }
        for (String path : List.of(
                "/eventbus", "/eventbus/iframe.html", "/eventbus/iframe-1.html", "/eventbus/x", "/eventbus/a/b/c")) {
            assertEquals(404, ada.get(path).statusCode(), path);
            assertEquals(404, ada.send("HEAD", path, null).statusCode(), path);
        }
    }

    @Test
    void headIsGetWithoutABody() {
        ada.post("/api/rooms/main/messages", new JsonObject().put("text", "hello"));
        for (String path : List.of(
                "/health/live",
                "/health/ready",
                "/health/redy",
                "/metrics",
                "/ws",
                "/api/chat-ws",
                "/api/rooms",
                "/api/rooms?limit=1",
                "/api/rooms/main",
                "/api/rooms/none",
                "/api/rooms/main/messages",
                "/api/rooms/main/members",
                "/api/rooms/main/state",
                "/api/rooms/main/turns",
                "/api/rooms/main/turns/x",
                "/api/usage",
                "/api/chat/none/stream",
                "/api/nothing",
                "/internal",
                "/eventbus/info",
                "/",
                "/rooms/x",
                "/assets/app.js",
                "/none.js")) {
            HttpResponse<String> get = ada.get(path);
            HttpResponse<String> head = ada.send("HEAD", path, null);
            assertEquals(get.statusCode(), head.statusCode(), path);
            assertEquals("", head.body(), path);
            for (String header : List.of("content-type", "cache-control", "etag", "x-content-type-options")) {
                assertEquals(Problems.header(get, header), Problems.header(head, header), path + " " + header);
            }
            if (!path.equals("/metrics") && !path.startsWith("/eventbus")) { // what they say changes
                assertEquals(Problems.header(get, "content-length"), Problems.header(head, "content-length"), path);
            }
        }
        assertEquals(401, node.http(null).send("HEAD", "/api/rooms", null).statusCode());
    }

    @Test
    void aTokenIsNeededEverywhere() {
        for (String path : List.of("/api/rooms", "/api/rooms/main", "/api/rooms/main/messages")) {
            HttpResponse<String> refused = node.http(null).get(path);
            Problems.check(401, "unauthorized", refused);
            assertEquals("Bearer", Problems.header(refused, "www-authenticate"));
        }
    }
}
