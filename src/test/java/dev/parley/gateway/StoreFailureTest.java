package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.messages;
import static dev.parley.testing.Frames.seqs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The store goes away and comes back under a node with people on it. */
class StoreFailureTest {
    @CanIgnoreReturnValue
    private static JsonObject sayUntilStored(TestSocket socket, String id, String text) {
        JsonObject[] answer = new JsonObject[1];
        Frames.until("stored: " + id, () -> {
            answer[0] = socket.say("r", id, text);
            return is(answer[0], "ack");
        });
        return answer[0];
    }

    @Test
    void aLockedDatabaseIsUnavailableAndNothingIsLost() throws SQLException {
        Map<String, Long> acknowledged = new TreeMap<>();
        try (TestNode node = TestNode.start(Map.of("PARLEY_STORE_BUSY_TIMEOUT", "100ms"));
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            for (int i = 0; i < 5; i++) {
                acknowledged.put("a" + i, ann.say("r", "a" + i, "text").getLong("seq"));
            }
            try (Connection other = DriverManager.getConnection(
                            "jdbc:sqlite:" + node.folder().resolve("parley.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                for (int i = 5; i < 10; i++) {
                    JsonObject answer = ann.say("r", "a" + i, "text");
                    assertEquals("unavailable", answer.getString("code"), answer.toString());
                    assertEquals("r", answer.getString("room"));
                }
                assertEquals("unavailable", bob.say("new", "b1", "text").getString("code"));
                Frames.until(
                        "not ready", () -> node.http(null).get("/health/ready").statusCode() == 503);
                String problem = node.http(null).get("/health/ready").body();
                assertTrue(problem.contains("BUSY"), problem);
                assertEquals(200, node.http(null).get("/health/live").statusCode());
                bob.send("load_messages", "room", "r");
                assertEquals(
                        5, bob.await("messages_loaded").getJsonArray("messages").size());
                assertTrue(ann.isOpen());
                statement.execute("ROLLBACK");
            }
            for (int i = 5; i < 10; i++) {
                acknowledged.put("a" + i, sayUntilStored(ann, "a" + i, "text").getLong("seq"));
            }
            Frames.until("ready", () -> node.http(null).get("/health/ready").statusCode() == 200);
            Frames.until("all seen", () -> messages(bob.all(), "r").size() == 10);
            assertEquals(LongStream.rangeClosed(1, 10).boxed().toList(), seqs(messages(bob.all(), "r")));
            for (JsonObject message : messages(bob.all(), "r")) {
                assertEquals(acknowledged.get(message.getString("id")), message.getLong("seq"));
            }
        }
    }

    /** Many under way when it fails: each is stored once or not at all, and a resend tells which. */
    @Test
    void whatWasUnderWayIsStoredOnce() throws SQLException {
        int count = 60;
        try (TestNode node = TestNode.start(Map.of("PARLEY_STORE_BUSY_TIMEOUT", "100ms"));
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob");
                Connection other = DriverManager.getConnection(
                        "jdbc:sqlite:" + node.folder().resolve("parley.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            bob.enter("r");
            for (int i = 0; i < count; i++) {
                if (i == 20) {
                    statement.execute("BEGIN EXCLUSIVE");
                }
                ann.send("message", "room", "r", "id", "m" + i, "message", "text");
            }
            ann.await(f -> "unavailable".equals(f.getString("code")));
            statement.execute("ROLLBACK");
            for (int i = 0; i < count; i++) {
                sayUntilStored(ann, "m" + i, "text");
            }
            Frames.until("all seen", () -> messages(bob.all(), "r").size() == count);
            assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), seqs(messages(bob.all(), "r")));
            assertEquals(
                    count,
                    messages(bob.all(), "r").stream()
                            .map(m -> m.getString("id"))
                            .distinct()
                            .count());
        }
    }

    @Test
    void aFullDatabaseIsUnavailableAndCanBeRead() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_STORE_MAX_SIZE", "1MiB"));
                TestSocket ann = node.connect("ann")) {
            String text = "x".repeat(15_000);
            long stored = 0;
            JsonObject answer = ann.say("r", "0", text);
            while (is(answer, "ack") && stored < 200) {
                stored = answer.getLong("seq");
                answer = ann.say("r", String.valueOf(stored), text);
            }
            assertEquals("unavailable", answer.getString("code"), answer.toString());
            assertTrue(stored > 10);
            ann.send("load_messages", "room", "r", "limit", 2);
            JsonObject page = ann.await("messages_loaded");
            assertEquals(stored, page.getJsonArray("messages").getJsonObject(1).getLong("seq"));
        }
    }

    @Test
    void aFullQueueIsOverloaded() throws SQLException {
        Map<String, String> environment = Map.of("PARLEY_STORE_BUSY_TIMEOUT", "3s", "PARLEY_STORE_QUEUE", "10");
        try (TestNode node = TestNode.start(environment);
                TestSocket ann = node.connect("ann");
                Connection other = DriverManager.getConnection(
                        "jdbc:sqlite:" + node.folder().resolve("parley.db"));
                Statement statement = other.createStatement()) {
            ann.enter("r");
            statement.execute("BEGIN EXCLUSIVE");
            for (int i = 0; i < 40; i++) {
                ann.send("message", "room", "r", "id", "m" + i, "message", "text");
            }
            ann.await(f -> "overloaded".equals(f.getString("code")));
            statement.execute("ROLLBACK");
            for (int i = 0; i < 40; i++) {
                sayUntilStored(ann, "m" + i, "text");
            }
            assertEquals(40, ann.enter("r").getInteger("seq"));
        }
    }
}
