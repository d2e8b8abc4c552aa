package dev.parley.bench.load;

import static dev.parley.bench.load.JoinedAnswer.Outcome.BEGUN;
import static dev.parley.bench.load.JoinedAnswer.Outcome.DIFFERENT;
import static dev.parley.bench.load.JoinedAnswer.Outcome.HOLE;
import static dev.parley.bench.load.JoinedAnswer.Outcome.JOINED;
import static dev.parley.bench.load.JoinedAnswer.Outcome.NOTHING;
import static dev.parley.bench.load.JoinedAnswer.Outcome.SAME;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JoinedAnswerTest {
    private final JoinedAnswer answer = new JoinedAnswer();

    private JoinedAnswer.Outcome chunk(int offset, String content) {
        String frame = new JsonObject()
                .put("type", "chunk")
                .put("room", "r")
                .put("attempt", 1)
                .put("offset", offset)
                .put("content", content)
                .put("prompt", 3)
                .encode();
        byte[] bytes = ("##" + frame + "##").getBytes(StandardCharsets.UTF_8);
        return answer.chunk(bytes, 2, bytes.length - 2);
    }

    private JoinedAnswer.Outcome complete(String content) {
        return answer.complete(new JsonObject().put("content", content));
    }

    @Test
    void piecesJoinToTheWholeTextAgainAndAgain() {
        for (int i = 0; i < 2; i++) {
            assertEquals(BEGUN, chunk(0, ""));
            assertEquals(JOINED, chunk(0, "Hello "));
            assertEquals(6, answer.lastUnits());
            assertEquals(JOINED, chunk(6, "world"));
            assertEquals(SAME, complete("Hello world"));
        }
    }

    @Test
    void offsetsCountUtf16UnitsAndEscapesAreRead() {
        assertEquals(BEGUN, chunk(0, ""));
        assertEquals(JOINED, chunk(0, "é😀"));
        assertEquals(JOINED, chunk(3, "say \"offset\":9\n\\"));
        assertEquals(JOINED, chunk(19, "."));
        assertEquals(SAME, complete("é😀say \"offset\":9\n\\."));
    }

    @Test
    void aHoleIsToldOnce() {
        assertEquals(BEGUN, chunk(0, ""));
        assertEquals(JOINED, chunk(0, "ab"));
        assertEquals(HOLE, chunk(3, "d"));
        assertEquals(NOTHING, chunk(4, "e"));
        assertEquals(DIFFERENT, complete("abcde"));
        assertEquals(HOLE, chunk(0, "an answer that was not announced"));
    }

    @Test
    void aRepeatedPieceIsAHoleToo() {
        assertEquals(BEGUN, chunk(0, ""));
        assertEquals(JOINED, chunk(0, "ab"));
        assertEquals(HOLE, chunk(0, "ab"));
    }

    @Test
    void anotherTextIsFound() {
        assertEquals(BEGUN, chunk(0, ""));
        assertEquals(JOINED, chunk(0, "ab"));
        assertEquals(DIFFERENT, complete("abc"));
    }

    @Test
    void aNewAttemptBeginsAgain() {
        assertEquals(BEGUN, chunk(0, ""));
        assertEquals(JOINED, chunk(0, "lost"));
        assertEquals(BEGUN, chunk(0, ""));
        assertEquals(JOINED, chunk(0, "kept"));
        assertEquals(SAME, complete("kept"));
    }

    @Test
    void keysMayStandInAnyOrderAndWithSpace() {
        assertEquals(BEGUN, chunk(0, ""));
        byte[] bytes = "{ \"content\" : \"ab\", \"offset\" : 0 }".getBytes(StandardCharsets.UTF_8);
        assertEquals(JOINED, answer.chunk(bytes, 0, bytes.length));
        assertEquals(SAME, complete("ab"));
    }
}
