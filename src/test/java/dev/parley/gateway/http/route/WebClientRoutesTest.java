package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.http.Problems;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebClientRoutesTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp http = node.http(null);

    @Test
    void thePageIsSafeToShow() {
        HttpResponse<String> page = http.get("/");
        assertEquals(200, page.statusCode());
        assertTrue(Problems.header(page, "content-type").startsWith("text/html"));
        String policy = Problems.header(page, "content-security-policy");
        assertTrue(policy.contains("default-src 'self'"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", Problems.header(page, "x-content-type-options"));
    }

    @Test
    void unknownPathsFallBackToThePage() {
        String index = http.get("/").body();
        for (String path : List.of("/rooms/main", "/a/b/c", "/index.html")) {
            HttpResponse<String> page = http.get(path);
            assertEquals(200, page.statusCode(), path);
            assertEquals(index, page.body(), path);
            assertTrue(Problems.header(page, "content-security-policy").contains("default-src"), path);
        }
    }

    @Test
    void unknownAssetsDoNot() {
        Problems.check(404, "not_found", http.get("/assets/nothing.js"));
        Problems.check(404, "not_found", http.get("/favicon.nope"));
        HttpResponse<String> script = http.get("/assets/app.js");
        assertEquals(200, script.statusCode());
        assertTrue(Problems.header(script, "content-type").contains("javascript"));
        assertEquals(
                200,
                http.get("/webjars/sockjs-client/sockjs.min.js").statusCode(),
                "the SockJS client that bridge.html loads");
    }

    @Test
    void headIsGetWithoutABody() {
        for (String path : List.of("/", "/rooms/main", "/assets/app.js")) {
            HttpResponse<String> head = http.send("HEAD", path, null);
            assertEquals(200, head.statusCode(), path);
            assertEquals("", head.body());
            assertEquals(
                    Problems.header(http.get(path), "content-length"), Problems.header(head, "content-length"), path);
        }
        assertEquals(404, http.send("HEAD", "/assets/nothing.js", null).statusCode());
    }

    @Test
    void whoHasAFileIsNotSentItAgain() {
        String tag = Problems.header(http.get("/assets/app.js"), "etag");
        assertFalse(tag.isEmpty());
        for (String tags : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            HttpResponse<String> held = http.get("/assets/app.js", "If-None-Match", tags);
            assertEquals(304, held.statusCode(), tags);
            assertEquals("", held.body());
            assertEquals(tag, Problems.header(held, "etag"));
            assertEquals("public, max-age=60", Problems.header(held, "cache-control"));
        }
        assertEquals(200, http.get("/assets/app.js", "If-None-Match", "\"x\"").statusCode());
        assertEquals(
                200,
                http.get("/assets/app.js", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
                        .statusCode());
    }

    @Test
    void aPartOfAFile() {
        String whole = http.get("/assets/answers.js").body();
        int size = whole.length();
        String tag = Problems.header(http.get("/assets/answers.js"), "etag");
        part("bytes=0-4", whole.substring(0, 5), "bytes 0-4/" + size);
        part("bytes=5-", whole.substring(5), "bytes 5-" + (size - 1) + "/" + size);
        part("bytes=-3", whole.substring(size - 3), "bytes " + (size - 3) + "-" + (size - 1) + "/" + size);
        part("bytes=0-99999999999", whole, "bytes 0-" + (size - 1) + "/" + size);
        assertEquals(
                206,
                http.get("/assets/answers.js", "Range", "bytes=0-4", "If-Range", tag)
                        .statusCode());
        assertEquals(
                200,
                http.get("/assets/answers.js", "Range", "bytes=0-4", "If-Range", "\"old\"")
                        .statusCode());
        for (String ignored : List.of(
                "bytes=4-1", "bytes=x", "bytes=-", "lines=1-2", "bytes=0-1,3-4", "bytes=99999999999999999999-")) {
            assertEquals(whole, http.get("/assets/answers.js", "Range", ignored).body(), ignored);
        }
        for (String nowhere : List.of("bytes=" + size + "-", "bytes=-0")) {
            HttpResponse<String> none = http.get("/assets/answers.js", "Range", nowhere);
            Problems.check(416, "bad_frame", none);
            assertEquals("bytes */" + size, Problems.header(none, "content-range"));
        }
        assertEquals(
                200,
                http.send("HEAD", "/assets/answers.js", null, "Range", "bytes=0-4")
                        .statusCode());
    }

    private static void part(String range, String expected, String where) {
        HttpResponse<String> part = http.get("/assets/answers.js", "Range", range);
        assertEquals(206, part.statusCode(), range);
        assertEquals(expected, part.body(), range);
        assertEquals(where, Problems.header(part, "content-range"));
    }

    @Test
    void nothingOutsideTheFolderIsServed() throws IOException {
        for (String path : List.of(
                "/../migrations/sqlite/V1__rooms.sql",
                "/..%2fmigrations/sqlite/V1__rooms.sql",
                "/%2e%2e/migrations/sqlite/V1__rooms.sql",
                "/assets/../../migrations/sqlite/V1__rooms.sql",
                "/assets/..%5c..%5cmigrations/sqlite/V1__rooms.sql",
                "/webjars/sockjs-client/../../../../../../conf/default.json",
                "//etc/passwd",
                "/../../../../../../etc/passwd",
                "/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd")) {
            String answer = raw(path);
            assertFalse(answer.contains("CREATE TABLE"), path);
            assertFalse(answer.contains("tokenInQuery"), path);
            assertFalse(answer.contains("root:"), path);
        }
    }

    @Test
    void aPathThatIsNoPathIsTheClientsFault() throws IOException {
        String answer = raw("/%zz");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\"code\":\"bad_frame\""), answer);
        HttpResponse<String> range = http.get("/assets/app.js", "Range", "bytes=99999999-");
        Problems.check(416, "bad_frame", range);
    }

    /** Clients tidy paths up before they send them, so this one does not use any. */
    private static String raw(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
