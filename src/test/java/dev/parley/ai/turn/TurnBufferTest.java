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
        buffer.add(new AiReply.StepStarted(7));
        buffer.append("a");
        buffer.end(EndReason.DONE, null, null);
        buffer.onPull();
        assertEquals(new AiReply.StepStarted(7), buffer.take(false));
        buffer.onPull();
        assertEquals(end("a", EndReason.DONE), buffer.take(false));
    }

    @Test
    void nothingIsRepliedBeforeSomethingIsSaidOrDue() {
        assertNull(buffer.take(false));
        assertEquals(chunk(""), buffer.take(true));
    }

    @Test
    void whatIsSaidBetweenTwoPullsIsOneChunk() {
        buffer.append("a");
        assertEquals(chunk("a"), buffer.take(false));
        buffer.append("b");
        buffer.append("c");
        assertNull(buffer.take(true)); // it is the room's move
        buffer.onPull();
        assertEquals(chunk("bc"), buffer.take(false));
    }

    @Test
    void theEndTakesTheRestWithIt() {
        assertEquals(chunk(""), buffer.take(true));
        buffer.append("a");
        buffer.end(EndReason.DONE, null, null);
        assertNull(buffer.take(false));
        buffer.onPull();
        assertEquals(end("a", EndReason.DONE), buffer.take(false));
        assertTrue(buffer.isOver());
        assertNull(buffer.take(true));
    }

    @Test
    void onlyTheFirstEndCounts() {
        buffer.end(EndReason.FAILED, null, "x");
        buffer.end(EndReason.DONE, null, null);
        buffer.append("late");
        assertEquals(new AiReply.End("", EndReason.FAILED, null, "x"), buffer.take(false));
    }

    @Test
    void whatIsDroppedSaysNothingMore() {
        buffer.append("a");
        buffer.drop();
        buffer.onPull();
        assertNull(buffer.take(true));
        assertTrue(buffer.isEnded());
    }

    @Test
    void anAnswerEndsWhereItIsTooLong() {
        buffer.append("x".repeat(20));
        assertFalse(buffer.isEnded());
        buffer.append("y");
        assertEquals(end("x".repeat(20), EndReason.LENGTH), buffer.take(false));
    }

    @Test
    void aCutKeepsCharactersWhole() {
        buffer.append("é".repeat(8) + "€"); // 19 bytes
        buffer.append("😀");
        assertEquals(end("é".repeat(8) + "€", EndReason.LENGTH), buffer.take(false));
        TurnBuffer other = new TurnBuffer(10, 9);
        other.append("a😀😀😀");
        assertEquals(end("a😀😀", EndReason.LENGTH), other.take(false));
    }

    @Test
    void pressureCountsWhatIsUnread() {
        buffer.append("€€€");
        assertFalse(buffer.isFull());
        assertFalse(buffer.isRoomy());
        buffer.append("ab");
        assertTrue(buffer.isFull());
        assertEquals(chunk("€€€ab"), buffer.take(false));
        assertTrue(buffer.isRoomy());
    }
}
