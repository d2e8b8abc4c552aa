package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bus.newer.Talk.Part;
import dev.parley.bus.newer.Talk.Sung;
import dev.parley.bus.older.Talk;
import dev.parley.bus.older.Talk.Said;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** During a rolling restart two versions of the same family talk to each other. */
class VersionsTest {
    static final Talk.Who ANN = new Talk.Who("ann");

    private final FamilyCodec older = new FamilyCodec(Talk.class);
    private final FamilyCodec newer = new FamilyCodec(dev.parley.bus.newer.Talk.class);

    private static Object travel(FamilyCodec from, FamilyCodec to, Object message) {
        Buffer wire = Buffer.buffer();
        from.encodeToWire(wire, message);
        return to.decodeFromWire(0, wire);
    }

    static dev.parley.bus.newer.Talk.Spoken said(String text, dev.parley.bus.newer.Talk.Mood mood) {
        return new dev.parley.bus.newer.Talk.Spoken(
                new dev.parley.bus.newer.Talk.Who("ann", 7, List.of("bob")),
                text,
                mood,
                Long.MIN_VALUE,
                -1,
                true,
                0L,
                "via",
                new Part(7),
                new byte[] {1, 2},
                List.of("a", "b"),
                Set.of(mood),
                Map.of("p", new Part(8)));
    }

    @Test
    void theyFindEachOthersCodec() {
        assertEquals(older.name(), newer.name());
    }

    @Test
    void whatAnOlderNodeDoesNotKnowIsPassedOver() {
        assertEquals(
                new Said(ANN, "hi", Talk.Mood.LOUD),
                travel(newer, older, said("hi", dev.parley.bus.newer.Talk.Mood.LOUD)));
    }

    @Test
    void whatAnOlderNodeDoesNotSendIsEmpty() {
        var arrived = assertInstanceOf(
                dev.parley.bus.newer.Talk.Spoken.class, travel(older, newer, new Said(ANN, "hi", Talk.Mood.LOUD)));
        assertEquals("hi", arrived.text());
        assertEquals(dev.parley.bus.newer.Talk.Mood.LOUD, arrived.mood());
        assertEquals(0, arrived.at());
        assertEquals(0, arrived.times());
        assertFalse(arrived.shown());
        assertNull(arrived.until());
        assertEquals(new dev.parley.bus.newer.Talk.Who("ann", 0, List.of()), arrived.by());
        assertNull(arrived.via());
        assertNull(arrived.part());
        assertArrayEquals(new byte[0], arrived.picture());
        assertEquals(List.of(), arrived.tags());
        assertEquals(Set.of(), arrived.moods());
        assertEquals(Map.of(), arrived.parts());
    }

    @Test
    void aNameThatAnOlderNodeDoesNotKnowIsAnError() {
        Unreadable member = assertInstanceOf(Unreadable.class, travel(newer, older, new Sung("la")));
        assertTrue(member.getMessage().contains("Talk of another version: unknown name Sung"), member.getMessage());
        Unreadable constant = assertInstanceOf(
                Unreadable.class, travel(newer, older, said("hi", dev.parley.bus.newer.Talk.Mood.GLAD)));
        assertTrue(constant.getMessage().contains("Mood of another version: unknown name GLAD"), constant.getMessage());
        assertFalse(Bus.isLost(member) || Bus.isAbsent(member), "to ask again would help nothing");
    }
}
