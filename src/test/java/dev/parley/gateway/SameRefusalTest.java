package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Code;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault is refused alike by every door: a socket, the bridge and HTTP. */
class SameRefusalTest {
    private static final String TAKEN = "taken";

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        assertEquals(201, post("r", TAKEN, new JsonObject().put("text", "one")).statusCode());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> post(String room, String id, JsonObject message) {
        return node.http(node.token("ann")).post("/api/rooms/" + room + "/messages", message, "Idempotency-Key", id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            bad_frame | r             | m     | {}
            bad_frame | r             | m     | {'text': ''}
            bad_frame | r             | m     | {'text': 5}
            bad_frame | r             | m     | {'text': 'x', 'mentions': 'bot'}
            bad_frame | r             | m     | {'text': 'x', 'mentions': [5]}
            bad_frame | r             | m     | {'text': 'x', 'replyTo': {}}
            bad_frame | r             | m     | {'text': 'x', 'attachments': 'a'}
            not_found | r             | m     | {'text': 'x', 'attachments': ['a']}
            bad_frame | r.events      | m     | {'text': 'x'}
            forbidden | assistant:bob | m     | {'text': 'x'}
            conflict  | r             | taken | {'text': 'two'}
            """)
    void aFaultIsRefusedAlike(String code, String room, String id, String text) {
        JsonObject message = new JsonObject(text.replace('\'', '"'));
        JsonObject problem = new JsonObject(post(room, id, message).body());
        assertEquals(code, problem.getString("code"), problem::encode);
        JsonObject frame = TestSocket.frame("message", "id", id, "message", message);
        try (TestSocket ann = node.connect("ann");
                BridgeSocket bridge = BridgeSocket.connect(node, "ann")) {
            JsonObject error = ann.send(frame.copy().put("room", room)).await("error");
            assertEquals(code, error.getString("code"), error::encode);
            assertEquals(problem.getString("detail"), error.getString("error"));
            JsonObject failure = bridge.send(BridgeSocket.envelope(
                            "send", "address", "room." + room, "replyAddress", "here", "body", frame))
                    .failure();
            assertEquals(
                    Code.valueOf(code.toUpperCase(Locale.ROOT)).number(),
                    failure.getInteger("failureCode"),
                    failure::encode);
            assertEquals(problem.getString("detail"), failure.getString("message"));
        }
    }
}
