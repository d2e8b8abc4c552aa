package dev.parley.ai.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
    private final List<SseEvent> events = new ArrayList<>();
    private final SseParser parser = new SseParser(64, () -> new IllegalStateException("too much"), events::add);

    private void feed(String text) {
        parser.feed(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> data() {
        return events.stream().map(SseEvent::data).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void everyLineEndEndsALine(String end) {
        feed("data: a" + end + "data: b" + end + end + "data: c" + end + end);
        assertEquals(List.of("a\nb", "c"), data());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void anyPortionsGiveTheSameEvents(int portion) {
        byte[] all = "data: é😀\r\n\r\nevent: error\r\ndata: {}\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < all.length; i += portion) {
            parser.feed(Arrays.copyOfRange(all, i, Math.min(all.length, i + portion)));
        }
        assertEquals(List.of(new SseEvent("message", "é😀"), new SseEvent("error", "{}")), events);
    }

    @Test
    void commentsAndUnknownFieldsAreNoEvents() {
        feed(": still here\n\nid: 4\nretry: 10\nfoo\n\ndata: a\n\n");
        assertEquals(List.of("a"), data());
    }

    @Test
    void oneSpaceAfterTheColonIsNoData() {
        feed("data:a\n\ndata:  b\n\ndata\n\n");
        assertEquals(List.of("a", " b", ""), data());
    }

    @Test
    void aTypeLastsForOneEvent() {
        feed("event: error\ndata: a\n\ndata: b\n\n");
        assertEquals(List.of(new SseEvent("error", "a"), new SseEvent("message", "b")), events);
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        feed("\uFEFFdata: a\n\n");
        assertEquals(List.of("a"), data());
    }

    @Test
    void whatIsNotEndedIsNoEvent() {
        feed("data: a\n\ndata: b\n");
        assertEquals(List.of("a"), data());
    }

    @Test
    void anEventIsBounded() {
        feed("data: " + "a".repeat(58) + "\n\n"); // 64 bytes
        feed("data: " + "a".repeat(58) + "\n\n"); // counted anew
        assertEquals(2, events.size());
        assertThrows(IllegalStateException.class, () -> feed("data: aaaaaaaaaa\n".repeat(5)));
    }
}
