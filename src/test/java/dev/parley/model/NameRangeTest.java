package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameRangeTest {
    private static final List<String> NAMES = List.of("-", "A", "assistant:bob", "assistantX", "team", "team-1", "z");

    private static List<String> in(List<NameRange> ranges) {
        return NAMES.stream()
                .filter(name -> ranges.stream().anyMatch(range -> range.contains(name)))
                .toList();
    }

    @Test
    void aRangeHoldsWhatItSays() {
        assertEquals(NAMES, in(List.of(NameRange.ALL)));
        assertEquals(List.of("team", "team-1"), in(List.of(NameRange.prefix("team"))));
        assertEquals(List.of("team"), in(List.of(NameRange.exactly("team"))));
        assertEquals(List.of("team-1", "z"), in(List.of(NameRange.ALL.after("team"))));
        assertTrue(NameRange.exactly("team").after("team").isEmpty());
        assertFalse(NameRange.prefix("team").after("a").isEmpty());
    }

    @Test
    void rangesAreJoinedAndCut() {
        assertEquals(
                List.of(NameRange.prefix("a")),
                NameRange.union(List.of(NameRange.prefix("ab"), NameRange.prefix("a"), NameRange.exactly("a"))));
        assertEquals(
                List.of("-", "A", "assistantX", "team", "team-1", "z"),
                in(NameRange.ALL.without(AssistantRooms.all())));
        assertEquals(List.of(), AssistantRooms.all().without(NameRange.ALL));
        assertEquals(List.of("team-1"), in(NameRange.prefix("team").without(NameRange.exactly("team"))));
    }

    @Test
    void patternsSayWhereTheirRoomsAre() {
        assertEquals(List.of("team", "team-1"), in(RoomPatterns.ranges(List.of("team*", "!team", "é*", "\u0000x"))));
        assertEquals(NAMES, in(RoomPatterns.ranges(List.of("*z", "team"))));
        assertEquals(List.of(), RoomPatterns.ranges(List.of("!team")));
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "room-" + i).toList();
        assertEquals(List.of("team", "team-1", "z"), in(RoomPatterns.ranges(many)));
    }
}
