package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoryPageTest {
    private static List<Event> events(int count, String text) {
        Author ann = new Author("ann", "Ann", Author.Kind.USER);
        String body = Content.of(text).body();
        return LongStream.rangeClosed(1, count)
                .mapToObj(seq -> new Event("r", seq, 9, EventType.MESSAGE, "m" + seq, ann, body))
                .toList();
    }

    private static void assertPage(HistoryPage page, boolean hasMore, long... seqs) {
        assertEquals(
                LongStream.of(seqs).boxed().toList(),
                page.messages().stream().map(Event::seq).toList());
        assertEquals(hasMore, page.hasMore());
    }

    @Test
    void oneMoreThanTheLimitTellsThatThereAreMore() {
        assertPage(HistoryPage.newestOf(events(3, "x"), 3, 1000), false, 1, 2, 3);
        assertPage(HistoryPage.newestOf(events(4, "x"), 3, 1000), true, 2, 3, 4);
        assertPage(HistoryPage.oldestOf(events(4, "x"), 3, 1000), true, 1, 2, 3);
        assertPage(HistoryPage.newestOf(List.of(), 3, 1000), false);
    }

    @Test
    void bytesEndAPageButNotItsFirstMessage() {
        // {"text":"…"} of 89 letters is 100 bytes
        String text = "x".repeat(89);
        assertPage(HistoryPage.newestOf(events(5, text), 5, 299), true, 4, 5);
        assertPage(HistoryPage.newestOf(events(5, text), 5, 300), true, 3, 4, 5);
        assertPage(HistoryPage.oldestOf(events(5, text), 5, 10), true, 1);
    }

    /** {"emoji":"👍","count":1,"users":["ann"]} is 42 bytes. */
    @Test
    void reactionsCountToo() {
        String text = "x".repeat(47);
        List<Event> reacted = events(5, text).stream()
                .map(event -> event.with(List.of(new Reaction("👍", 1, List.of("ann")))))
                .toList();
        assertPage(HistoryPage.newestOf(events(5, text), 5, 299), false, 1, 2, 3, 4, 5);
        assertPage(HistoryPage.newestOf(reacted, 5, 299), true, 4, 5);
        assertPage(HistoryPage.newestOf(reacted, 5, 300), true, 3, 4, 5);
    }

    @Test
    void bytesAreThoseOfTheWire() {
        // 89 letters of two bytes each: 189 bytes a message
        assertPage(HistoryPage.newestOf(events(5, "é".repeat(89)), 5, 300), true, 5);
    }
}
