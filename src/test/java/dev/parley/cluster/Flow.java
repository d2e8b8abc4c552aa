package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What those who are in a room get of one another. */
final class Flow {
    private Flow() {}

    /** How many frames of a type came after the first {@code after}. */
    static long count(TestSocket socket, int after, String type) {
        return socket.all().stream().skip(after).filter(f -> Frames.is(f, type)).count();
    }

    /** Typing, an answer's chunks, and what is said reach both from now on. */
    static void assertAll(String room, TestSocket ann, TestSocket bob, String id) {
        int annHad = ann.all().size();
        int bobHad = bob.all().size();
        ann.send("typing", "room", room, "on", true);
        Frames.until("bob sees ann typing", () -> count(bob, bobHad, "typing") > 0);
        bob.send("typing", "room", room, "on", true);
        Frames.until("ann sees bob typing", () -> count(ann, annHad, "typing") > 0);
        JsonObject ack = ann.say(room, id, "@assistant say something of several words, please");
        assertEquals("ack", ack.getString("type"), ack.encode());
        for (TestSocket each : List.of(ann, bob)) {
            int had = each == ann ? annHad : bobHad;
            Frames.until("the answer", () -> count(each, had, "complete") > 0);
            assertTrue(count(each, had, "chunk") > 0);
            List<Long> seqs =
                    Frames.seqs(Frames.messages(each.all().stream().skip(had).toList(), room));
            assertEquals(List.of(ack.getLong("seq"), ack.getLong("seq") + 1), seqs);
        }
    }
}
