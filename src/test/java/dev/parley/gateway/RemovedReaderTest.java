package dev.parley.gateway;

import static dev.parley.testing.Frames.assistants;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.BridgeSocket;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever is kicked is out by whatever door they came in. */
@ExtendWith(VertxExtension.class)
class RemovedReaderTest {
    private static final String FEED = "room.r.events";

    private FakeOpenAi fake;
    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void begin(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", assistants(fake, "bot")));
        ann = node.connect("ann");
        ann.enter("r");
    }

    @AfterEach
    void end() {
        node.close();
        await(fake.stop());
    }

    private void kickBob() {
        String moderator = node.token("mod", "moderator", List.of("*"), Duration.ofMinutes(5));
        HttpResponse<String> response =
                node.http(moderator).post("/api/rooms/r/kicks/bob", new JsonObject().put("for", "10m"));
        assertEquals(200, response.statusCode(), response::body);
    }

    @Test
    void aStreamOfAnAnswerEndsWithAnError() {
        ann.say("r", "q", "@bot hi");
        FakeTurn call = fake.nextCall().say("one ");
        ann.await("chunk");
        try (TestStream stream =
                TestStream.open(node.baseUrl() + "/api/chat/x/stream?room=r", node.token("bob"), null)) {
            stream.await("text-delta");
            kickBob();
            stream.await("error");
            call.say("two ");
            List<JsonObject> events = stream.toEnd();
            assertTrue(!events.toString().contains("two"), events.toString());
        }
        assertEquals(
                403,
                node.http(node.token("bob")).get("/api/chat/x/stream?room=r").statusCode());
    }

    @Test
    void aBridgeClientIsToldAtItsAddressAndJudgedAnew() {
        try (BridgeSocket bob = BridgeSocket.connect(node, "bob")) {
            bob.register(FEED);
            ann.await(f -> Frames.is(f, "joined") && f.encode().contains("bob"));
            kickBob();
            assertEquals("forbidden", bob.event(FEED, "left").getString("code"));
            ann.say("r", "1", "one");
            bob.send(BridgeSocket.envelope(
                    "send",
                    "address",
                    "room.r",
                    "replyAddress",
                    "reply",
                    "body",
                    new JsonObject().put("type", "message").put("message", "mine")));
            assertEquals(201, bob.failure().getInteger("failureCode"));
            assertEquals(List.of(), bob.events(FEED, "message"));
            bob.register(FEED);
            assertEquals(201, bob.failure().getInteger("failureCode"));
        }
    }

    @Test
    void aSocketIsToldAndJudgedAnew() {
        TestSocket bob = node.connect("bob");
        bob.enter("r");
        kickBob();
        assertEquals("forbidden", bob.await("left").getString("code"));
        ann.await(f -> Frames.is(f, "gone") && f.encode().contains("bob"));
        assertEquals("forbidden", bob.say("r", "1", "mine").getString("code"));
        bob.send("init", "room", "r", "since", 0);
        bob.await(f -> Frames.is(f, "error") && "forbidden".equals(f.getString("code")) && !f.containsKey("id"));
    }
}
