package dev.parley.gateway;

import static dev.parley.testing.Frames.messages;
import static dev.parley.testing.Frames.ofType;
import static dev.parley.testing.Frames.seqs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManySendersTest {
    private static final int SENDERS = 100;
    private static final int EACH = 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void oneOrderForAll(int rooms) {
        List<TestSocket> sockets = new ArrayList<>();
        try (TestNode node = TestNode.start()) {
            for (int i = 0; i < SENDERS; i++) {
                TestSocket socket = node.connect("u" + i);
                for (int room = 0; room < rooms; room++) {
                    socket.send("init", "room", "r" + room);
                }
                for (int room = 0; room < rooms; room++) {
                    socket.await("ready");
                }
                sockets.add(socket);
            }
            int each = EACH / rooms;
            for (int n = 0; n < each; n++) {
                for (int i = 0; i < SENDERS * rooms; i++) {
                    String room = "r" + i % rooms;
                    String id = "u" + i / rooms + "-" + n;
                    sockets.get(i / rooms).send("message", "room", room, "id", id, "message", id);
                }
            }
            for (int room = 0; room < rooms; room++) {
                assertOneOrder(sockets, "r" + room, (long) SENDERS * each);
            }
        } finally {
            sockets.forEach(TestSocket::close);
        }
    }

    private static void assertOneOrder(List<TestSocket> sockets, String room, long count) {
        Map<String, Long> seqById = new HashMap<>();
        List<JsonObject> first = null;
        for (TestSocket socket : sockets) {
            Frames.until(count + " messages", () -> messages(socket.all(), room).size() >= count);
            List<JsonObject> seen = messages(socket.all(), room);
            if (first == null) {
                first = seen;
                assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), seqs(seen));
                seen.forEach(m -> seqById.put(m.getString("id"), m.getLong("seq")));
            }
            assertEquals(first, seen);
            Frames.until("acks", () -> acks(socket, room).size() == count / SENDERS);
            for (JsonObject ack : acks(socket, room)) {
                assertEquals(seqById.get(ack.getString("id")), ack.getLong("seq"));
            }
        }
        for (JsonObject message : first) {
            int number = Integer.parseInt(message.getString("id").split("-", 2)[1]);
            String sender = message.getJsonObject("from").getString("id");
            assertEquals(number, ofSender(first, sender).indexOf(message));
        }
    }

    private static List<JsonObject> acks(TestSocket socket, String room) {
        return ofType(socket.all(), "ack").stream()
                .filter(f -> room.equals(f.getString("room")))
                .toList();
    }

    private static List<JsonObject> ofSender(List<JsonObject> messages, String sender) {
        return messages.stream()
                .filter(m -> sender.equals(m.getJsonObject("from").getString("id")))
                .toList();
    }

    @Test
    void oneIdFromTwoSocketsAtOnceIsStoredOnce() {
        try (TestNode node = TestNode.start();
                TestSocket one = node.connect("ann");
                TestSocket two = node.connect("ann")) {
            one.enter("r");
            two.enter("r");
            int count = 100;
            for (int i = 0; i < count; i++) {
                one.send("message", "room", "r", "id", "m" + i, "message", "text " + i);
                two.send("message", "room", "r", "id", "m" + i, "message", "text " + i);
            }
            Frames.until(
                    "acks",
                    () -> acks(one, "r").size() == count && acks(two, "r").size() == count);
            for (int i = 0; i < count; i++) {
                JsonObject mine = acks(one, "r").get(i);
                JsonObject other = acks(two, "r").get(i);
                assertEquals("m" + i, mine.getString("id"));
                assertEquals(mine.getLong("seq"), other.getLong("seq"));
                assertEquals(mine.getLong("ts"), other.getLong("ts"));
                assertNotEquals(mine.getBoolean("duplicate", false), other.getBoolean("duplicate", false));
            }
            assertEquals(count, node.connect("bob").enter("r").getInteger("seq"));
        }
    }

    @Test
    void anIdBelongsToItsSenderAndItsContent() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            assertEquals(1, ann.say("r", "x", "one").getInteger("seq"));
            JsonObject conflict = ann.say("r", "x", "two");
            assertEquals("conflict", conflict.getString("code"));
            assertEquals("x", conflict.getString("id"));
            assertEquals(2, bob.say("r", "x", "one").getInteger("seq"));
            assertEquals(1, ann.say("other", "x", "two").getInteger("seq"));
            JsonObject again = ann.say("r", "x", "one");
            assertEquals(1, again.getInteger("seq"));
            assertEquals(true, again.getBoolean("duplicate"));
            assertEquals(3, ann.say("r", "y", "no hole").getInteger("seq"));
        }
    }
}
