package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More comes than the store takes: what waits is bounded, the rest hears so at once, and nothing is lost. */
class OverloadTest {
    private static final int COMMANDS = 3;

    @Test
    void commandsThatWaitAreBounded() throws SQLException {
        try (TestNode node = TestNode.start(Map.of(
                        "PARLEY_LIMITS_COMMANDS", String.valueOf(COMMANDS), "PARLEY_STORE_BUSY_TIMEOUT", "30s"));
                TestSocket ann = node.connect("ann")) {
            ann.enter("r");
            ann.say("r", "before", "text");
            try (Connection other = DriverManager.getConnection(
                            "jdbc:sqlite:" + node.folder().resolve("parley.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                for (int i = 0; i < COMMANDS; i++) {
                    ann.send("message", "room", "r", "id", "m" + i, "message", "text");
                }
                for (int i = 0; i < 2; i++) {
                    JsonObject refused = ann.say("r", "late" + i, "text");
                    assertEquals("overloaded", refused.getString("code"), refused.encode());
                    assertEquals("r", refused.getString("room"));
                    assertTrue(refused.getLong("retryAfterMs") > 0, refused.encode());
                    assertTrue(refused.getString("error").contains("limits.commands"), refused.encode());
                }
                ann.enter("r"); // who comes is let in
                statement.execute("ROLLBACK");
            }
            for (int i = 0; i < COMMANDS; i++) {
                assertEquals("m" + i, ann.await("ack").getString("id"));
            }
            assertEquals(COMMANDS + 2L, ann.say("r", "late0", "text").getLong("seq"), "there is room again");
        }
    }
}
