package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 section 6: where a request ends is certain, or its connection ends. */
class RequestFramingTest {
    private static final int PATIENCE_MS = 10_000;
    private static final String NEXT = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @AutoClose
    private static final TestNode node = TestNode.start();

    /** All that the server sends until it ends the connection. */
    private static String answers(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertRefused(String answers) {
        assertTrue(answers.startsWith("HTTP/1.1 400 "), answers);
        assertEquals(-1, answers.indexOf("HTTP/1.1", 1), "nothing follows: " + answers);
    }

    private static String post(String headers, String body) {
        return "POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body + NEXT;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked, gzip\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 2\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: +2\r\n",
                "Host: b\r\n"
            })
    void aBodyWithoutACertainEndIs400AndTheEnd(String headers) throws IOException {
        assertRefused(answers(post(headers, "{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZZ\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n", "2\r\n{}XX\r\n", "99999999999\r\n{}"})
    void aBrokenChunkIs400AndTheEnd(String body) throws IOException {
        assertRefused(answers(post("Transfer-Encoding: chunked\r\n", body)));
    }

    @Test
    void noHostIs400() throws IOException {
        assertRefused(answers("GET /health/live HTTP/1.1\r\n\r\n" + NEXT));
    }

    @Test
    void whatWasAskedBeforeIsAnsweredFirst() throws IOException {
        String answers = answers(NEXT + NEXT + post("Transfer-Encoding: gzip\r\n", ""));
        assertTrue(answers.startsWith("HTTP/1.1 200 "), answers);
        int refused = answers.indexOf("HTTP/1.1 400 ");
        assertEquals(2, answers.substring(0, refused).split("HTTP/1.1 200 ", -1).length - 1, answers);
        assertEquals(-1, answers.indexOf("HTTP/1.1", refused + 1), answers);
    }

    @Test
    void chunksAreTaken() throws IOException {
        String last = NEXT.replace("Host: localhost", "Host: localhost\r\nConnection: close");
        String answers = answers(post("Transfer-Encoding: Chunked\r\n", "2;x=y\r\n{}\r\n0\r\n\r\n") + last);
        assertTrue(answers.startsWith("HTTP/1.1 201 "), answers);
        assertTrue(answers.contains("HTTP/1.1 200 "), answers);
    }
}
