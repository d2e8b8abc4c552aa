package dev.parley.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.access.Action;
import dev.parley.capability.Decision.Said;
import dev.parley.store.Effect;
import dev.parley.store.Table;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules that fail cost their sender one reply; the room and its history go on. */
class BrokenRulesTest {
    private static final Table OF_ANOTHER = new Table("others", List.of("room"), List.of("x"));

    /** Does what the frame says. */
    private static final RoomRules<Integer> RULES = new RoomRules<>() {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public Future<Integer> load(String room) {
            return room.equals("unreadable")
                    ? Future.failedFuture(new IllegalStateException("on purpose"))
                    : Future.succeededFuture(0);
        }

        @Override
        public Decision<Integer> decide(Integer count, RoomRequest request) {
            return switch (new String(request.bytes(), StandardCharsets.UTF_8)) {
                case "throw" -> throw new IllegalStateException("on purpose");
                case "steal" ->
                    Decision.store(count, List.of(), List.of(new Effect.DeleteRows(OF_ANOTHER, List.of(), List.of())));
                default ->
                    Decision.store(count + 1, List.of(new Said("counted", "{\"n\":" + (count + 1) + "}")), List.of());
            };
        }
    };

    private static final Capability BROKEN = Capability.of("broken", services -> Contribution.NONE
            .withRooms(RULES)
            .withFrames(List.of(new FrameType("do", Action.SAY, 200, call -> {
                JsonObject json = new JsonObject(call.json());
                byte[] bytes = json.getString("what").getBytes(StandardCharsets.UTF_8);
                return call.command(json.getInteger("version", 1), bytes).map(FrameReply.Done::of);
            }))));

    @AutoClose
    private static TestNode node;

    /** Not while this class is initialised: the node's threads need its constants. */
    @BeforeAll
    static void start() {
        node = TestNode.start(Map.of(), new Capabilities(List.of(BROKEN)));
    }

    private static JsonObject act(TestSocket socket, String room, String id, Object... fields) {
        JsonObject frame = TestSocket.frame("do", fields).put("room", room).put("id", id);
        return socket.send(frame).await(f -> id.equals(f.getString("id")));
    }

    @Test
    void theRoomGoesOn() {
        try (TestSocket ann = node.connect("ann")) {
            ann.enter("r");
            assertEquals(1, act(ann, "r", "a", "what", "count").getLong("seq"));
            assertEquals("internal", act(ann, "r", "b", "what", "throw").getString("code"));
            assertEquals("internal", act(ann, "r", "c", "what", "steal").getString("code"));
            assertEquals(
                    "unavailable",
                    act(ann, "r", "d", "what", "count", "version", 2).getString("code"));
            assertEquals(2, ann.say("r", "m", "hello").getLong("seq"));
            assertEquals(3, act(ann, "r", "e", "what", "count").getLong("seq"));
            assertEquals(
                    2,
                    ann.await(f -> "counted".equals(f.getString("type")) && f.getLong("seq") == 3)
                            .getInteger("n"));
        }
    }

    @Test
    void whatCannotBeLoadedIsTriedAgain() {
        try (TestSocket ann = node.connect("ann")) {
            assertEquals(
                    "internal", act(ann, "unreadable", "a", "what", "count").getString("code"));
            assertEquals(
                    "internal", act(ann, "unreadable", "b", "what", "count").getString("code"));
            assertEquals(1, ann.say("unreadable", "m", "hello").getLong("seq"));
        }
    }

    @Test
    void aDecisionIsCheckedBeforeItIsStored() {
        assertThrows(IllegalArgumentException.class, () -> new Said("message", "{}"));
        assertThrows(IllegalArgumentException.class, () -> new Said("counted", "[]"));
    }

    @Test
    void namesAndTablesDiffer() {
        assertThrows(IllegalArgumentException.class, () -> new Capabilities(List.of(BROKEN, BROKEN)));
        Capability one = Capability.of("one", services -> Contribution.NONE).withTables(Migrations.NONE, OF_ANOTHER);
        Capability two = Capability.of("two", services -> Contribution.NONE).withTables(Migrations.NONE, OF_ANOTHER);
        assertThrows(IllegalArgumentException.class, () -> new Capabilities(List.of(one, two)));
    }
}
