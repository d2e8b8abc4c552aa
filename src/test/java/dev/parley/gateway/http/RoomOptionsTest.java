package dev.parley.gateway.http;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.Frames;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code PUT /api/rooms/{room}}: when assistants answer there. */
@ExtendWith(VertxExtension.class)
class RoomOptionsTest {
    private FakeOpenAi fake;
    private TestNode node;

    @BeforeEach
    void start(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
        fake.alwaysWith(List.of("Hi."));
        node = TestNode.start(environment());
    }

    private Map<String, String> environment() {
        return Map.of("PARLEY_ASSISTANTS", Frames.assistants(fake, "bot", "owl"));
    }

    @AfterEach
    void stop() {
        node.close();
        await(fake.stop());
    }

    private TestHttp http(String user, String role) {
        return node.http(node.token(user, role, List.of(), Duration.ofHours(1)));
    }

    private static HttpResponse<String> put(TestHttp http, String room, String body) {
        return http.send("PUT", "/api/rooms/" + room, body);
    }

    @CanIgnoreReturnValue
    private static JsonObject set(TestHttp http, String room, String body) {
        HttpResponse<String> answer = put(http, room, body);
        assertTrue(Set.of(200, 201).contains(answer.statusCode()), answer::body);
        return new JsonObject(answer.body());
    }

    /** The assistants that answer this. */
    private static List<String> answering(TestSocket socket, String room, String id, String text, int count) {
        socket.send("message", "room", room, "id", id, "message", text);
        assertEquals("ack", socket.await(f -> id.equals(f.getString("id"))).getString("type"));
        return IntStream.range(0, count)
                .mapToObj(n -> socket.await("complete")
                        .getJsonObject("message")
                        .getJsonObject("from")
                        .getString("id"))
                .sorted()
                .toList();
    }

    @Test
    void anAssistantAnswersAsItIsSetAndAfterARestart() {
        TestHttp mod = http("mod", "moderator");
        String options = "{\"assistants\": {\"bot\": {\"answers\": \"always\"}, \"owl\": {\"answers\": \"never\"}}}";
        try (TestSocket ann = node.connect("ann")) {
            ann.enter("r");
            JsonObject set = set(mod, "r", options);
            JsonObject shown = mod.getJson("/api/rooms/r");
            assertEquals(shown.getJsonObject("assistants"), set.getJsonObject("assistants"));
            assertEquals(new JsonObject(options).getJsonObject("assistants"), shown.getJsonObject("assistants"));
            assertEquals(List.of("bot"), answering(ann, "r", "1", "nobody is mentioned", 1));
            assertEquals(List.of("bot"), answering(ann, "r", "2", "@owl hello", 1));
            assertEquals(List.of("owl"), answering(ann, "other", "x", "@owl hello", 1), "elsewhere nothing changed");
        }
        node.close();
        node = TestNode.startIn(node.folder(), environment());
        try (TestSocket ann = node.connect("ann")) {
            ann.enter("r");
            assertEquals(List.of("bot"), answering(ann, "r", "3", "still nobody", 1));
            set(http("root", "admin"), "r", "{\"assistants\": {}}");
            assertEquals(List.of("owl"), answering(ann, "r", "4", "@owl hello", 1));
            assertTrue(!http("mod", "moderator").getJson("/api/rooms/r").containsKey("assistants"));
        }
    }

    @Test
    void ownersSetUpTheirRoomsWithAnAssistant() {
        TestHttp ann = http("ann", "member");
        set(ann, "assistant:me:notes", "{\"assistants\": {\"bot\": {\"answers\": \"mention\"}}}");
        try (TestSocket socket = node.connect("ann")) {
            assertEquals(List.of("owl"), answering(socket, "assistant:me:notes", "1", "hello", 1));
            assertEquals(List.of("bot", "owl"), answering(socket, "assistant:me:notes", "2", "hello @bot", 2));
        }
        Problems.check(403, "forbidden", put(http("mod", "moderator"), "assistant:ann:notes", "{\"assistants\": {}}"));
    }

    @Test
    void overlapIsSetToo() {
        set(http("mod", "moderator"), "r", "{\"assistants\": {\"bot\": {\"overlap\": \"reject\"}}}");
        fake.script(call -> {}); // it thinks for ever
        try (TestSocket ann = node.connect("ann")) {
            ann.enter("r");
            ann.send("message", "room", "r", "id", "1", "message", "@bot one");
            ann.await("chunk");
            ann.send("message", "room", "r", "id", "2", "message", "@bot two");
            assertEquals(
                    "rate_limited",
                    ann.await(f -> "2".equals(f.getString("id"))).getString("code"));
        }
    }

    @Test
    void whatIsNotAllowedIsRefusedByItsName() {
        set(http("mod", "moderator"), "r", "{}");
        Problems.check(403, "forbidden", put(http("ann", "member"), "r", "{\"assistants\": {}}"));
        Problems.check(403, "forbidden", put(http("s", "service"), "r", "{\"assistants\": {}}"));
        Problems.check(401, "unauthorized", put(node.http(null), "r", "{\"assistants\": {}}"));
        TestHttp mod = http("mod", "moderator");
        Map<String, String> faults = Map.of(
                "{\"colour\": 1}", "unknown field colour",
                "{\"assistants\": []}", "assistants must be an object",
                "{\"assistants\": {\"cat\": {}}}", "assistants.cat: no assistant has this name",
                "{\"assistants\": {\"bot\": 1}}", "assistants.bot must be an object",
                "{\"assistants\": {\"bot\": {\"x\": 1}}}", "unknown field assistants.bot.x",
                "{\"assistants\": {\"bot\": {\"answers\": \"often\"}}}",
                        "assistants.bot.answers must be one of mention, never, always",
                "{\"assistants\": {\"bot\": {\"overlap\": 3}}}",
                        "assistants.bot.overlap must be one of queue, latest, merge, reject",
                "[]", "the body must be a JSON object");
        faults.forEach((body, text) -> {
            HttpResponse<String> answer = put(mod, "unborn", body);
            Problems.check(400, "bad_frame", answer);
            assertEquals(text, new JsonObject(answer.body()).getString("detail"));
        });
        Problems.check(404, "not_found", mod.get("/api/rooms/unborn"));
    }
}
