package dev.parley.ai.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.history.ChatLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractTest {
    private final Extract extract = new Extract();

    @Test
    void itQuotesInTheOrderOfTheRoom() {
        String summary = extract.of(
                List.of(
                        Samples.line(1, Samples.ANN, "The database migration moves to Thursday."),
                        Samples.line(2, Samples.BOB, "ok"),
                        Samples.line(3, Samples.BOB, "Marketing wants the newsletter before the migration.")),
                1000);
        assertEquals(
                """
                - #1 Ann: “The database migration moves to Thursday.”
                - #3 Bob: “Marketing wants the newsletter before the migration.”
                """,
                summary);
        assertEquals("", extract.of(List.of(Samples.line(1, Samples.ANN, "ok")), 1000));
        assertEquals("", extract.of(List.of(), 1000));
    }

    @Test
    void itIsNeverLongerThanItMayBe() {
        List<ChatLine> chatLines = new ArrayList<>();
        for (int n = 1; n <= 200; n++) {
            chatLines.add(
                    Samples.line(n, Samples.ANN, "Wörter über Thema" + n + " und Sache" + (n % 17) + " sind schön."));
        }
        for (int bytes : new int[] {0, 10, 100, 500, 2048}) {
            String summary = extract.of(chatLines, bytes);
            assertTrue(summary.getBytes(StandardCharsets.UTF_8).length <= bytes, "over " + bytes);
            assertEquals(bytes >= 100, !summary.isEmpty());
        }
    }
}
