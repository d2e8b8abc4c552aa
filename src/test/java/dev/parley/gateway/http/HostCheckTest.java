package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A page of another site that has its name lead to 127.0.0.1 is nobody's here. */
class HostCheckTest {
    private static String ask(TestNode node, String request, String host, String... headers) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(15_000);
            String text = request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                    + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void aForeignNameIsRefusedOnEveryDoor() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_HTTP_HOSTS", "[\"parley.test\"]"))) {
            for (String request : List.of(
                    "GET /",
                    "POST /api/sessions",
                    "GET /api/rooms",
                    "GET /ws",
                    "GET /eventbus/info",
                    "GET /health/ready",
                    "GET /metrics")) {
                String answer = ask(
                        node, request, "evil.example", "Origin: http://evil.example", "X-Forwarded-Host: localhost");
                assertEquals(403, status(answer), request);
                JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
                assertEquals("forbidden", problem.getString("code"));
                assertTrue(problem.getString("detail").contains("http.hosts"), problem.getString("detail"));
            }
            for (String host : List.of("localhost:" + node.port(), "127.0.0.1", "[::1]:1", "parley.test:80")) {
                assertEquals(200, status(ask(node, "GET /", host)), host);
                assertEquals(201, status(ask(node, "POST /api/sessions", host, "Content-Length: 0")), host);
            }
            assertEquals(200, status(ask(node, "GET /health/ready", "10.0.0.7:8080")), "a probe asks by address");
            assertEquals(403, status(ask(node, "GET /api/rooms", "10.0.0.7:8080")));
        }
    }

    @Test
    void aPublicUrlNamesThePageInstead() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_HTTP_PUBLIC_URL", "https://chat.example"))) {
            assertEquals(200, status(ask(node, "GET /", "chat.example")));
            assertEquals(403, status(ask(node, "POST /api/sessions", "evil.example", "Origin: http://evil.example")));
        }
    }
}
