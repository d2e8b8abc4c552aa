package dev.parley.ai.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ai.Samples;
import dev.parley.ai.text.Utf8;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptHistoryTest {
    private static final long EACH = Utf8.bytes("{\"text\":\"é\"}");

    private static Event event(long seq) {
        return new Event("r", seq, 1, EventType.MESSAGE, "m" + seq, Samples.ANN, "{\"text\":\"é\"}");
    }

    private static List<Long> seqs(long bytes) {
        return PromptHistory.within(List.of(event(1), event(2), event(3)), bytes, 0).stream()
                .map(ChatLine::seq)
                .toList();
    }

    @Test
    void theNewestThatFitAreShown() {
        assertEquals(List.of(1L, 2L, 3L), seqs(3 * EACH));
        assertEquals(List.of(2L, 3L), seqs(3 * EACH - 1));
    }

    @Test
    void tokensAreALimitToo() {
        List<Event> three = List.of(event(1), event(2), event(3)); // one token each
        assertEquals(2, PromptHistory.within(three, 1000, 2).size());
        assertEquals(3, PromptHistory.within(three, 1000, 3).size());
        assertEquals(1, PromptHistory.within(three, 3 * EACH - 1, 1).size());
    }

    @Test
    void theMessageThatAsksIsAlwaysShown() {
        assertEquals(List.of(3L), seqs(1));
        assertEquals(List.of(), PromptHistory.within(List.of(), 1, 0));
    }

    @Test
    void whatWasDeletedIsNotShown() {
        Event deleted = new Event("r", 2, 1, EventType.MESSAGE, "m2", Samples.ANN, "{\"deleted\":true}");
        assertEquals(
                List.of(1L, 3L),
                PromptHistory.within(List.of(event(1), deleted, event(3)), 3 * EACH, 0).stream()
                        .map(ChatLine::seq)
                        .toList());
    }
}
