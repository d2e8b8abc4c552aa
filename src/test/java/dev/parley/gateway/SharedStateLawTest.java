package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.StateModel;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law of the shared state: whatever is patched on whatever base, by whomever, is decided as by the book, also after
 * the room was loaded again, while the store was away, and when it is sent again.
 */
class SharedStateLawTest {
    private static final String ROOM = "r";
    private static final int COMMANDS = 400;
    private static final Map<String, String> SETTINGS = Map.of(
            "PARLEY_LIMITS_MESSAGES",
            "{\"perSecond\": 1000, \"burst\": 1000}",
            "PARLEY_STORE_BUSY_TIMEOUT",
            "50ms",
            "PARLEY_ROOMS_PATIENCE",
            "1500ms");

    private final StateModel model = new StateModel();
    /** Stored patches by their id, with the {@code seq} that they got. */
    private final Map<String, JsonObject> sent = new HashMap<>();

    private final Map<String, Long> seqs = new HashMap<>();
    private final Map<String, Integer> senders = new HashMap<>();
    private final List<TestSocket> users = new ArrayList<>();
    private TestNode node;
    private long last;
    private int conflicts;
    private int unchanged;
    private int again;

    @AfterEach
    void stop() {
        users.forEach(TestSocket::close);
        node.close();
    }

    private void connect() {
        users.forEach(TestSocket::close);
        users.clear();
        for (String name : List.of("ann", "bob")) {
            users.add(node.connect(name));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyPatchIsDecidedByTheBook(long seed) throws SQLException {
        Random random = new Random(seed);
        node = TestNode.start(SETTINGS);
        connect();
        for (int i = 0; i < COMMANDS; i++) {
            switch (random.nextInt(100)) {
                case 0, 1, 2 -> restart();
                case 3 -> whileTheStoreIsAway(random, "x" + i);
                case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 -> say("m" + i);
                case 20, 21, 22, 23, 24, 25, 26, 27 -> sendAgain(random);
                case 28, 29, 30 ->
                    assertSame(users.get(0).send("get_state", "room", ROOM).await("state_loaded"));
                case 31, 32 -> enter();
                default -> patch(random, "p" + i);
            }
        }
        restart();
        enter();
        assertTrue(
                conflicts > 20 && unchanged > 5 && again > 5 && seqs.size() > 80,
                conflicts + ", " + unchanged + ", " + again + ", " + seqs.size() + ": hardly tried");
    }

    private void restart() {
        node.close();
        node = TestNode.startIn(node.folder(), SETTINGS);
        connect();
    }

    private void say(String id) {
        last = users.get(0).say(ROOM, id, "hi").getLong("seq");
    }

    private void enter() {
        try (TestSocket zoe = node.connect("zoe")) {
            JsonObject ready = zoe.send("init", "room", ROOM, "state", true).await("ready");
            assertEquals(last, ready.getLong("seq"));
            assertSame(ready.getJsonObject("state"));
        }
    }

    private void assertSame(JsonObject loaded) {
        assertEquals(model.state(), loaded.getJsonObject("state"));
        assertEquals(model.seq(), loaded.getLong("seq"));
    }

    private JsonObject random(Random random) {
        if (random.nextInt(5) == 0) {
            return new JsonObject().put("new" + random.nextInt(), 1); // no conflict, however old the base is
        }
        JsonObject patch = random.nextInt(30) == 0 ? new JsonObject() : StateModel.randomPatch(random, 2);
        // Some are so long that snapshots are due.
        return random.nextInt(3) == 0 ? patch.put("pad", (random.nextInt(10) + "é").repeat(2000)) : patch;
    }

    /** Among them none, the first, one of the last few, and one that is not there yet. */
    private Long base(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> null;
            case 2 -> 0L;
            case 3 -> (long) random.nextInt((int) last + 1);
            case 4 -> last + 1 + random.nextInt(3);
            default -> Math.max(0, last - random.nextInt(4));
        };
    }

    private static JsonObject frame(String id, JsonObject patch, Long base) {
        JsonObject frame = TestSocket.frame("state", "room", ROOM, "id", id, "patch", patch);
        return base == null ? frame : frame.put("base", base);
    }

    private static JsonObject reply(TestSocket user, JsonObject frame) {
        String id = frame.getString("id");
        return user.send(frame).await(f -> id.equals(f.getString("id")));
    }

    private void patch(Random random, String id) {
        JsonObject patch = random(random);
        Long base = base(random);
        int user = random.nextInt(users.size());
        senders.put(id, user);
        judge(id, patch, base, reply(users.get(user), frame(id, patch, base)));
    }

    private void judge(String id, JsonObject patch, Long base, JsonObject reply) {
        String found = patch.encode() + " on " + base + " of " + last + ": " + reply;
        if (base != null && (base > last || model.isConflict(base, patch))) {
            assertEquals("conflict", reply.getString("code"), found);
            conflicts++;
        } else if (!model.isChangedBy(patch)) {
            assertTrue(is(reply, "ack") && !reply.containsKey("seq") && reply.containsKey("ts"), found);
            unchanged++;
        } else {
            assertEquals(last + 1, reply.getLong("seq"), found);
            stored(id, patch);
        }
    }

    private void stored(String id, JsonObject patch) {
        last++;
        model.apply(last, patch);
        sent.put(id, patch);
        seqs.put(id, last);
    }

    /** The same id of the same user: the first reply, whatever happened since; with another patch a conflict. */
    private void sendAgain(Random random) {
        if (sent.isEmpty()) {
            return;
        }
        String id = List.copyOf(sent.keySet()).get(random.nextInt(sent.size()));
        TestSocket user = users.get(senders.get(id));
        JsonObject first = reply(user, frame(id, sent.get(id), base(random)));
        assertTrue(first.getBoolean("duplicate", false), first::toString);
        assertEquals(seqs.get(id), first.getLong("seq"));
        JsonObject other = sent.get(id).copy().put("other", random.nextInt());
        assertEquals("conflict", reply(user, frame(id, other, base(random))).getString("code"));
        again++;
    }

    /** What is refused as unavailable is stored once or not at all: a resend tells. */
    private void whileTheStoreIsAway(Random random, String id) throws SQLException {
        JsonObject patch = random(random).put("away", id);
        senders.put(id, 0);
        try (Connection other = DriverManager.getConnection(
                        "jdbc:sqlite:" + node.folder().resolve("parley.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("BEGIN EXCLUSIVE");
            JsonObject refused = reply(users.get(0), frame(id, patch, null));
            assertEquals("unavailable", refused.getString("code"));
            statement.execute("ROLLBACK");
        }
        JsonObject[] stored = new JsonObject[1];
        Frames.until("stored: " + id, () -> {
            stored[0] = reply(users.get(0), frame(id, patch, null));
            return is(stored[0], "ack");
        });
        assertEquals(last + 1, stored[0].getLong("seq"));
        stored(id, patch);
    }
}
