package dev.parley.ai.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import org.junit.jupiter.api.Test;

class TurnBufferTest {
    private final TurnBuffer buffer = new TurnBuffer(10, 20);

    private static AiReply chunk(String text) {
        return new AiReply.Chunk(text);
    }

    private static AiReply end(String text, EndReason reason) {
        return new AiReply.End(text, reason, null, null);
    }

    @Test
    void thatAModelWasAskedIsToldBeforeWhatItSays() {
        assertEquals(chunk(""), buffer.take(true));
        buffer.tell(new AiReply.Begun(7));
        buffer.said("a");
        buffer.end(EndReason.DONE, null, null);
        buffer.pulled();
        assertEquals(new AiReply.Begun(7), buffer.take(false));
        buffer.pulled();
        assertEquals(end("a", EndReason.DONE), buffer.take(false));
    }

    @Test
    void nothingIsRepliedBeforeSomethingIsSaidOrDue() {
        assertNull(buffer.take(false));
        assertEquals(chunk(""), buffer.take(true));
    }

    @Test
    void whatIsSaidBetweenTwoPullsIsOneChunk() {
        buffer.said("a");
        assertEquals(chunk("a"), buffer.take(false));
        buffer.said("b");
        buffer.said("c");
        assertNull(buffer.take(true)); // it is the room's move
        buffer.pulled();
        assertEquals(chunk("bc"), buffer.take(false));
    }

    @Test
    void theEndTakesTheRestWithIt() {
        assertEquals(chunk(""), buffer.take(true));
        buffer.said("a");
        buffer.end(EndReason.DONE, null, null);
        assertNull(buffer.take(false));
        buffer.pulled();
        assertEquals(end("a", EndReason.DONE), buffer.take(false));
        assertTrue(buffer.isOver());
        assertNull(buffer.take(true));
    }

    @Test
    void onlyTheFirstEndCounts() {
        buffer.end(EndReason.FAILED, null, "x");
        buffer.end(EndReason.DONE, null, null);
        buffer.said("late");
        assertEquals(new AiReply.End("", EndReason.FAILED, null, "x"), buffer.take(false));
    }

    @Test
    void whatIsDroppedSaysNothingMore() {
        buffer.said("a");
        buffer.drop();
        buffer.pulled();
        assertNull(buffer.take(true));
        assertTrue(buffer.isEnded());
    }

    @Test
    void anAnswerEndsWhereItIsTooLong() {
        buffer.said("x".repeat(20));
        assertFalse(buffer.isEnded());
        buffer.said("y");
        assertEquals(end("x".repeat(20), EndReason.LENGTH), buffer.take(false));
    }

    @Test
    void aCutKeepsCharactersWhole() {
        buffer.said("é".repeat(8) + "€"); // 19 bytes
        buffer.said("😀");
        assertEquals(end("é".repeat(8) + "€", EndReason.LENGTH), buffer.take(false));
        TurnBuffer other = new TurnBuffer(10, 9);
        other.said("a😀😀😀");
        assertEquals(end("a😀😀", EndReason.LENGTH), other.take(false));
    }

    @Test
    void pressureCountsWhatIsUnread() {
        buffer.said("€€€");
        assertFalse(buffer.isFull());
        assertFalse(buffer.isRoomy());
        buffer.said("ab");
        assertTrue(buffer.isFull());
        assertEquals(chunk("€€€ab"), buffer.take(false));
        assertTrue(buffer.isRoomy());
    }
}
