package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever the level, neither a token nor what people say reaches the log. */
class DiscreetLogTest {
    private static final String SAID = "a-secret-that-ada-told";
    private static final String INVITATION = "an-invitation-to-ada";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.parley");
    private final Level rootLevel = root.getLevel();
    private final Level oursLevel = ours.getLevel();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> memory = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    };

    @BeforeEach
    void listen() {
        memory.start();
        root.addAppender(memory);
        root.setLevel(Level.DEBUG);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void restore() {
        root.detachAppender(memory);
        root.setLevel(rootLevel);
        ours.setLevel(oursLevel);
    }

    @Test
    void noTokenAndNoMessage() {
        String secret = "a secret of this test, 32 bytes at least";
        String jwt;
        String session;
        try (TestNode node = TestNode.start(Map.of("PARLEY_AUTH_SECRET", secret))) {
            jwt = node.token("ada");
            session = new JsonObject(node.http(null).post("/api/sessions", null).body()).getString("token");
            TestHttp query = node.http(null);
            assertEquals(200, query.get("/api/rooms?access_token=" + jwt).statusCode());
            assertEquals(401, query.get("/api/rooms?access_token=" + jwt + "x").statusCode());
            assertEquals(404, query.get("/api/nothing?access_token=" + jwt).statusCode());
            assertEquals(404, query.get("/nothing.js?access_token=" + session).statusCode());
            for (String path : List.of("/api/invitations/", "//api//invitations/", "/api/%69nvitations/")) {
                assertEquals(404, node.http(jwt).post(path + INVITATION, null).statusCode());
                assertEquals(
                        404, node.http(jwt).post(path + INVITATION + "/x", null).statusCode());
            }
            assertEquals(
                    405, node.http(jwt).get("/api/invitations/" + INVITATION).statusCode());
            assertEquals(
                    401,
                    node.http(null).post("/api/invitations/" + INVITATION, null).statusCode());
            JsonObject body = new JsonObject().put("text", SAID);
            assertEquals(
                    201, node.http(session).post("/api/rooms/r/messages", body).statusCode());
            try (TestSocket socket = TestSocket.connect(node.port(), "/ws?access_token=" + session, null);
                    TestSocket ada = node.connect("ada")) {
                socket.enter("r");
                socket.say("r", "s1", SAID);
                socket.sendText("{\"type\": \"message\", \"message\": {\"text\": \"" + SAID + "\"");
                socket.await("error");
                socket.send("nonsense", "message", SAID);
                socket.await("error");
                ada.send("auth", "token", jwt).await("authed");
                ada.send("auth", "token", session).await("error");
                ada.say("assistant:me", "a1", "@assistant " + SAID);
                ada.await("complete");
            }
            node.http(session).send("DELETE", "/api/sessions/current", null);
        }
        assertTrue(log.size() > 3, "something was logged: " + log);
        for (String line : log) {
            for (String hidden :
                    List.of(jwt, session, SAID, INVITATION, secret, jwt.substring(jwt.lastIndexOf('.') + 1))) {
                assertFalse(line.contains(hidden), line);
            }
        }
    }
}
