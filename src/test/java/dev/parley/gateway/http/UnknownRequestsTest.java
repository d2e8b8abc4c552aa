package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Paths and methods that no endpoint has. */
class UnknownRequestsTest {
    private static TestNode node;
    private static TestHttp ada;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        ada = node.http(node.token("ada"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

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
        wrong("PUT", "/api/rooms", "GET");
        wrong("GET", "/api/sessions", "POST");
        wrong("GET", "/api/sessions/current", "DELETE");
        wrong("PATCH", "/api/rooms/main/messages", "GET, POST");
        wrong("DELETE", "/api/rooms/main", "GET, PUT");
    }

    private static void wrong(String method, String path, String allowed) {
        HttpResponse<String> refused = ada.send(method, path, null);
        Problems.check(405, "bad_frame", refused);
        assertEquals(allowed, Problems.header(refused, "allow"));
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
