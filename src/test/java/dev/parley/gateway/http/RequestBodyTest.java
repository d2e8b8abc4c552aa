package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a request may hold: its body is JSON whatever it says, and what cannot be read is the client's fault. */
class RequestBodyTest {
    private static final String MESSAGES = "/api/rooms/main/messages";

    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final TestHttp ada = node.http(node.token("ada"));

    @Test
    void aBodyIsReadWhateverItsType() {
        String percent = "{\"text\": \"100% sure & a=b +1\"}";
        String length = "{\"text\": \"" + "x".repeat(5000) + "\"}";
        for (String type : List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data; boundary=x; charset=bogus",
                "multipart/form-data",
                "text/plain; charset=utf-16",
                "nonsense")) {
            for (String body : List.of(percent, length)) {
                assertEquals(
                        201,
                        ada.send("POST", MESSAGES, body, "Content-Type", type).statusCode(),
                        type);
            }
            String name = "{\"name\": \"100% Ada\"}";
            HttpResponse<String> guest = node.http(null).send("POST", "/api/sessions", name, "Content-Type", type);
            assertEquals(201, guest.statusCode(), type);
            String event = "{\"name\": \"sale\", \"data\": \"100% off\"}";
            assertEquals(
                    201,
                    ada.send("POST", "/api/rooms/main/events", event, "Content-Type", type)
                            .statusCode(),
                    type);
            Problems.check(
                    400, "bad_frame", ada.send("PUT", "/api/rooms/main", "{\"x\": \"%\"}", "Content-Type", type));
            Problems.check(400, "bad_frame", ada.send("POST", "/agui", "{\"x\": \"%\"}", "Content-Type", type));
            Problems.check(400, "bad_frame", ada.send("POST", "/api/chat", "{\"x\": \"%\"}", "Content-Type", type));
        }
        assertEquals("100% sure & a=b +1", text(ada.getJson(MESSAGES + "?after=0&limit=1")));
    }

    private static String text(JsonObject page) {
        return page.getJsonArray("messages").getJsonObject(0).getString("text");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeAnybodyIsAsked() {
        Problems.check(413, "too_large", node.http(null).send("POST", "/api/sessions", "x".repeat((1 << 20) + 1)));
        Problems.check(413, "too_large", ada.send("POST", MESSAGES, "x".repeat((1 << 20) + 1)));
    }

    @Test
    void whatCannotBeDecodedOrHoldsANulIsTheClientsFault() {
        String token = "Authorization: Bearer " + node.token("ada");
        for (String target : List.of(
                "/api/rooms?limit=%zz",
                "/api/rooms?after=%00",
                "/api/usage?user=a%00b",
                "/api/usage?assistant=%00",
                "/api/rooms/a%00b",
                "/api/rooms/main/turns/%00",
                "/api/chat/a%00/stream",
                "/?x=%zz",
                "/health/live?%zz",
                "/ws?access_token=%zz",
                "/eventbus/info?t=%zz",
                "/api/rooms?%00=1")) {
            try (RawWebSocket raw = RawWebSocket.dial(node.port())) {
                RawWebSocket.Answer answer = raw.request("GET " + target, token);
                assertEquals(400, answer.status(), target + answer.body());
                assertTrue(answer.body().contains("\"code\":\"bad_frame\""), answer.body());
            }
        }
        for (String frame : List.of(
                "{\"type\": \"message\", \"id\": \"a\\u0000\", \"message\": \"x\"}",
                "{\"type\": \"load_messages\", \"startAfter\": \"a\\u0000\"}",
                "{\"type\": \"cancel\", \"turn\": \"a\\u0000\"}",
                "{\"type\": \"approve\", \"turn\": \"t\", \"call\": \"\\u0000\", \"allow\": true}",
                "{\"type\": \"message\", \"message\": {\"text\": \"x\", \"replyTo\": \"\\u0000\"}}")) {
            try (RawWebSocket socket = RawWebSocket.open(node, "ada")) {
                assertTrue(socket.text(frame).read().text().contains("bad_frame"), frame);
            }
        }
        String run =
                "{\"threadId\": \"t\", \"runId\": \"a\\u0000\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
        Problems.check(400, "bad_frame", ada.send("POST", "/agui", run));
    }
}
