package dev.parley.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** An event of a type that this build does not know, written by SQL as a newer one would. */
public final class FutureEvent {
    public static final String TYPE = "future.kind";

    private static final String BY = "zoe";
    private static final long TS = 1_700_000_000_123L;

    /** It also has fields with the names of those that every frame has. */
    private static final String BODY =
            """
            {"name": "move", "text": "not said", "data": {"to": [1, {"deep": null}], "as": "\\u00fc \\ud83d\\ude00"},
             "type": "its own", "seq": 77, "message": "not one"}""";

    private FutureEvent() {}

    /** The frame by which every client is told of it. */
    public static JsonObject frame(String room, long seq) {
        JsonObject body = new JsonObject(BODY);
        return new JsonObject()
                .put("type", TYPE)
                .put("room", room)
                .put("seq", seq)
                .put("by", BY)
                .put("ts", TS)
                .put("name", body.getValue("name"))
                .put("text", body.getValue("text"))
                .put("data", body.getValue("data"))
                .put("message", body.getValue("message"));
    }

    /** Appends it to a room in a file that no node has open: to this table, {@code journal} or {@code events}. */
    static void inFile(Path folder, String table, String room) {
        String last = "(SELECT max(seq) FROM (SELECT last_seq AS seq FROM rooms WHERE id = ?1"
                + " UNION ALL SELECT seq FROM journal WHERE room = ?1))";
        boolean isJournal = table.equals("journal");
        String insert = "INSERT INTO " + table + " (" + (isJournal ? "n, " : "")
                + "room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body) SELECT "
                + (isJournal ? "(SELECT coalesce(max(n), 0) + 1 FROM journal), " : "")
                + "?1, " + last + " + 1, ?2, ?3, 'f' || " + last + ", 1, ?4, 'Zoe', 'user', 'digest', ?5";
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                PreparedStatement row = file.prepareStatement(insert);
                Statement counted = file.createStatement()) {
            row.setString(1, room);
            row.setLong(2, TS);
            row.setString(3, TYPE);
            row.setString(4, BY);
            row.setString(5, BODY);
            assertEquals(1, row.executeUpdate());
            if (!isJournal) {
                assertEquals(
                        1, counted.executeUpdate("UPDATE rooms SET last_seq = last_seq + 1 WHERE id = '" + room + "'"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends it in Postgres, as a node that took the room and gave it back: its owner learns of it from the store alone. */
    public static void behindTheOwner(String url, String room) {
        String seq = TestPostgres.shared()
                .askIn(
                        url,
                        "WITH taken AS (UPDATE rooms SET epoch = epoch + 1, owner = NULL, last_seq = last_seq + 1 WHERE id = '"
                                + room + "' RETURNING last_seq)"
                                + " INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind,"
                                + " digest, body) SELECT '" + room + "', last_seq, " + TS + ", '" + TYPE
                                + "', 'f' || last_seq, true, '" + BY + "', 'Zoe', 'user', 'digest', $body$" + BODY
                                + "$body$ FROM taken RETURNING seq");
        if (seq == null) {
            throw new AssertionError("there is no room " + room);
        }
    }
}
