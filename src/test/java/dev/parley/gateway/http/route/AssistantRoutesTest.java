package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /api/assistants}. */
class AssistantRoutesTest {
    private static final String ASSISTANTS = "[{\"name\": \"assistant\", \"provider\": \"builtin\","
            + " \"always\": [\"assistant:*\"]},"
            + " {\"name\": \"Owl\", \"provider\": \"builtin\", \"answers\": \"never\", \"tools\": [\"now\", \"room_*\"]},"
            + " {\"name\": \"scribe\", \"provider\": \"openai\", \"model\": \"hush\", \"apiKey\": \"sk-hush\","
            + " \"answers\": \"always\"}]";
    private static final JsonObject LISTED = new JsonObject("{\"assistants\": ["
            + "{\"name\": \"assistant\", \"answers\": \"mention\", \"always\": [\"assistant:*\"], \"tools\": []},"
            + " {\"name\": \"Owl\", \"answers\": \"never\", \"always\": [], \"tools\": [\"now\", \"room_*\"]},"
            + " {\"name\": \"scribe\", \"answers\": \"always\", \"always\": [], \"tools\": []}]}");

    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", ASSISTANTS));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void membersAndGuestsSeeWhomTheyMayAsk() {
        assertEquals(LISTED, node.http(node.token("ann")).getJson("/api/assistants"));
        JsonObject guest = new JsonObject(node.http(null)
                .post("/api/sessions", new JsonObject().put("name", "Bob"))
                .body());
        assertEquals(LISTED, node.http(guest.getString("token")).getJson("/api/assistants"));
    }

    @Test
    void othersAreRefused() {
        TestHttp nobody = node.http(null);
        assertEquals(401, nobody.get("/api/assistants").statusCode());
        HttpResponse<String> posted = node.http(node.token("ann")).post("/api/assistants", new JsonObject());
        assertEquals(405, posted.statusCode());
        assertEquals("GET, HEAD", posted.headers().firstValue("Allow").orElseThrow());
    }
}
