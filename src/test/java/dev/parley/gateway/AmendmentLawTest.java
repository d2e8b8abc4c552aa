package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.RoomView;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law over everything that people do in a room: whatever several users sent on several nodes, a snapshot and the
 * events after it are the later snapshot, wherever one begins, also in a replay, and also when the room's node stops in
 * the middle.
 */
class AmendmentLawTest {
    private static final int COMMANDS = 240;
    private static final String[] USERS = {"ann", "bob", "cid"};
    private static final String[] EMOJIS = {"👍", "🎉", "😢"};
    private static final Map<String, String> QUICK =
            Map.of("PARLEY_LIMITS_MESSAGES", "{\"perSecond\": 1000, \"burst\": 1000}");

    /** Somebody who came in the middle: the room up to then. */
    private record Newcomer(TestSocket socket, long seq, RoomView view) {}

    private final List<Newcomer> newcomers = new ArrayList<>();
    private final List<TestSocket> speakers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void oneNodeOnSqlite(long seed) {
        Random random = new Random(seed);
        try (TestNode node = TestNode.start(QUICK)) {
            mustHold(random, "law", List.of(node, node, node), () -> {});
        }
    }

    @Test
    void threeNodesOnPostgresOneOfWhichStops() {
        Random random = new Random(3);
        try (TestCluster cluster = TestCluster.of(3, QUICK)) {
            String room = "law";
            while (cluster.ownerOf(room) != 2) {
                room += "x";
            }
            TestNode first = cluster.node(0);
            mustHold(random, room, List.of(first, cluster.node(1), first), () -> cluster.stop(2));
        }
    }

    private void mustHold(Random random, String room, List<TestNode> nodes, Runnable fault) {
        for (int i = 0; i < USERS.length; i++) {
            TestSocket speaker = nodes.get(i).connect(USERS[i]);
            speaker.enter(room);
            speakers.add(speaker);
        }
        changeOwn(nodes.get(0), room);
        for (int i = 0; i < COMMANDS; i++) {
            if (i == COMMANDS / 2) {
                fault.run();
            }
            int who = random.nextInt(USERS.length);
            speakers.get(who).send(command(random, i).put("room", room).put("id", "c" + i));
            if (random.nextInt(24) == 0) {
                newcomers.add(newcomer(nodes.get(random.nextInt(nodes.size())), room));
            }
            if (random.nextInt(8) == 0) {
                awaitReplies(i + 1); // so that some decisions look at what is stored
            }
        }
        awaitReplies(COMMANDS);
        try (TestSocket last = nodes.get(0).connect("yan")) {
            Newcomer end = snapshot(last, room);
            newcomers.forEach(each -> assertSeesAll(each, end));
            assertEverySplit(last, room, end);
            assertEveryKindHappened(last);
        }
        newcomers.forEach(each -> each.socket().close());
        speakers.forEach(TestSocket::close);
    }

    /** By chance nobody may hit what is their own. */
    private static void changeOwn(TestNode node, String room) {
        try (TestSocket socket = node.connect(USERS[0])) {
            long edited = socket.say(room, "edited", "text").getLong("seq");
            long deleted = socket.say(room, "deleted", "text").getLong("seq");
            socket.send("edit", "room", room, "id", "edit", "target", edited, "text", "new")
                    .await(frame -> "edit".equals(frame.getString("id")));
            socket.send("delete", "room", room, "id", "delete", "target", deleted)
                    .await(frame -> "delete".equals(frame.getString("id")));
        }
    }

    private static JsonObject command(Random random, int number) {
        int target = 1 + random.nextInt(Math.max(1, number));
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> TestSocket.frame("message", "message", "said " + number);
            case 3, 4 -> TestSocket.frame("edit", "target", target, "text", "edited " + number);
            case 5 -> TestSocket.frame("delete", "target", target);
            case 6, 7, 8 ->
                TestSocket.frame(
                        "react",
                        "target",
                        target,
                        "emoji",
                        EMOJIS[random.nextInt(EMOJIS.length)],
                        "on",
                        random.nextInt(3) > 0);
            case 9 -> TestSocket.frame("emit", "name", "moved", "data", new JsonObject().put("n", number));
            default -> TestSocket.frame("state", "patch", patch(random, number));
        };
    }

    private static JsonObject patch(Random random, int number) {
        String name = "k" + random.nextInt(4);
        return switch (random.nextInt(4)) {
            case 0 -> new JsonObject().putNull(name);
            case 1 -> new JsonObject().put(name, new JsonObject().put("in" + random.nextInt(3), number));
            case 2 -> new JsonObject().put(name, new JsonArray().add(number));
            default -> new JsonObject().put(name, new JsonObject().putNull("in" + random.nextInt(3)));
        };
    }

    private void awaitReplies(int count) {
        Frames.until(
                "every command was answered",
                () -> speakers.stream()
                                .flatMap(speaker -> speaker.all().stream())
                                .filter(frame -> is(frame, "ack") || is(frame, "error"))
                                .count()
                        == count);
    }

    private static Newcomer newcomer(TestNode node, String room) {
        return snapshot(node.connect("zoe"), room);
    }

    private static Newcomer snapshot(TestSocket socket, String room) {
        socket.send("init", "room", room, "state", true);
        JsonObject ready = socket.await("ready");
        socket.send("load_messages", "room", room, "limit", 200);
        JsonObject page = socket.await("messages_loaded");
        assertFalse(page.getBoolean("hasMore"), "the test wants pages that hold everything");
        RoomView view = new RoomView().load(objects(page.getJsonArray("messages")));
        return new Newcomer(socket, ready.getLong("seq"), view.loadState(ready.getJsonObject("state")));
    }

    private static void assertSeesAll(Newcomer newcomer, Newcomer end) {
        Frames.until(
                "the last event",
                () -> durable(newcomer.socket().all(), newcomer.seq()).size() == end.seq() - newcomer.seq());
        List<JsonObject> events = durable(newcomer.socket().all(), newcomer.seq());
        assertEquals(
                LongStream.rangeClosed(newcomer.seq() + 1, end.seq()).boxed().toList(),
                events.stream().map(event -> event.getLong("seq")).toList());
        events.forEach(newcomer.view()::apply);
        assertEquals(end.view().comparable(), newcomer.view().comparable());
    }

    private static List<JsonObject> durable(List<JsonObject> frames, long after) {
        return frames.stream()
                .filter(frame -> !is(frame, "ready") && !is(frame, "ack") && !is(frame, "resync"))
                .filter(frame -> frame.getLong("seq", 0L) > after)
                .toList();
    }

    /** A replay begins with nothing but the messages that were there before, as they are now. */
    private static void assertEverySplit(TestSocket socket, String room, Newcomer end) {
        for (long split = 0; split <= end.seq(); split += 17) {
            socket.send("load_messages", "room", room, "limit", 200, "startAfter", split + 1);
            RoomView view =
                    new RoomView().load(objects(socket.await("messages_loaded").getJsonArray("messages")));
            socket.send("init", "room", room, "since", split, "state", true);
            JsonObject ready = socket.await("ready");
            assertEquals(split, ready.getLong("since"));
            view.loadState(ready.getJsonObject("state"));
            long at = split;
            while (at < end.seq()) {
                JsonObject event = socket.await(frame -> frame.getLong("seq", 0L) > 0);
                assertEquals(++at, event.getLong("seq"));
                view.apply(event);
            }
            assertEquals(end.view().comparable(), view.comparable());
        }
    }

    /** A law that was never tried holds as well. */
    private static void assertEveryKindHappened(TestSocket socket) {
        Set<String> types =
                socket.all().stream().map(frame -> frame.getString("type")).collect(Collectors.toSet());
        assertTrue(
                types.containsAll(Set.of("message", "edited", "deleted", "reaction", "event", "state")),
                () -> "only " + types);
    }
}
