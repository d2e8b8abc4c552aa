package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.access.Action;
import dev.parley.capability.Capabilities;
import dev.parley.capability.Capability;
import dev.parley.capability.Contribution;
import dev.parley.capability.Decision;
import dev.parley.capability.Decision.Said;
import dev.parley.capability.FrameReply;
import dev.parley.capability.FrameType;
import dev.parley.capability.RoomRequest;
import dev.parley.capability.RoomRules;
import dev.parley.model.Code;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A decision of a capability that was stored is not made again when its command comes again. */
class DecisionResendTest {
    /** One seat a room: whoever comes second is refused. */
    private static final RoomRules<Boolean> ONE_SEAT = new RoomRules<>() {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public Future<Boolean> load(String room) {
            return Future.succeededFuture(false);
        }

        @Override
        public Decision<Boolean> decide(Boolean isTaken, RoomRequest request) {
            if (isTaken) {
                throw Code.FORBIDDEN.refuse("the seat is taken");
            }
            return Decision.store(true, List.of(new Said("seated", "{}")), List.of());
        }
    };

    private static final Capability SEATS = Capability.of("seats", services -> Contribution.NONE
            .withRooms(ONE_SEAT)
            .withFrames(List.of(new FrameType("sit", Action.SAY, 200, call -> {
                byte[] bytes =
                        new JsonObject(call.json()).getString("where", "").getBytes(StandardCharsets.UTF_8);
                return call.command(1, bytes).map(FrameReply.Done::of);
            }))));

    private static JsonObject sit(TestSocket socket, String id, String where) {
        return socket.send("sit", "room", "r", "id", id, "where", where).await(f -> id.equals(f.getString("id")));
    }

    @Test
    void aResendOfWhatWouldNowBeRefusedGetsTheFirstAck() {
        try (TestNode node = TestNode.start(Map.of(), new Capabilities(List.of(SEATS)));
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            JsonObject first = sit(ann, "s", "front");
            assertEquals(1, first.getLong("seq"), first::encode);
            assertEquals("forbidden", sit(bob, "s", "front").getString("code"), "another user's id is another id");
            JsonObject again = sit(ann, "s", "front");
            assertEquals(1, again.getLong("seq"), again::encode);
            assertEquals(first.getLong("ts"), again.getLong("ts"));
            assertTrue(again.getBoolean("duplicate"));
            assertEquals("conflict", sit(ann, "s", "back").getString("code"));
            assertEquals("forbidden", sit(ann, "t", "front").getString("code"));
            assertEquals(2, ann.say("r", "m", "hello").getLong("seq"));
        }
    }
}
