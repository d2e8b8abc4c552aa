package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final List<String> ROOMS =
            IntStream.range(0, 30_000).mapToObj(i -> "room-" + i).toList();

    private static List<String> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new UUID(7, i).toString())
                .toList();
    }

    private static String owner(Ring ring, String room) {
        return ring.owner(room).orElseThrow();
    }

    @Test
    void nobodyOwnsRoomsWhereThereAreNoNodes() {
        assertEquals(Optional.empty(), new Ring(List.of()).owner("r"));
        assertFalse(new Ring(List.of()).isOwner("a", "r"));
    }

    @Test
    void theOrderOfTheNodesDoesNotMatter() {
        Ring ring = new Ring(List.of("a", "b", "c"));
        Ring other = new Ring(List.of("c", "a", "b", "a"));
        assertEquals(ring, other);
        ROOMS.forEach(room -> assertEquals(ring.owner(room), other.owner(room)));
        assertNotEquals(ring, new Ring(List.of("a", "b")));
    }

    /** Nodes of different versions must agree: these are written down, not computed. */
    @Test
    void theSameInEveryVersion() {
        Ring ring = new Ring(List.of("a", "b", "c"));
        assertEquals(
                "ccabccacbaaaabaa",
                IntStream.range(0, 16).mapToObj(i -> owner(ring, "room-" + i)).collect(Collectors.joining()));
    }

    @Test
    void roomsAreSpreadEvenly() {
        for (int count : new int[] {2, 3, 5, 16}) {
            Ring ring = new Ring(nodes(count));
            Map<String, Long> shares =
                    ROOMS.stream().collect(Collectors.groupingBy(room -> owner(ring, room), Collectors.counting()));
            assertEquals(count, shares.size());
            double fair = (double) ROOMS.size() / count;
            shares.values().forEach(share -> assertEquals(fair, share, fair * 0.1));
        }
    }

    @Test
    void onlyTheShareOfWhoComesOrGoesMoves() {
        List<String> four = nodes(4);
        Ring before = new Ring(four);
        String gone = four.get(2);
        Ring after = new Ring(four.stream().filter(node -> !node.equals(gone)).toList());
        Function<String, Boolean> moved = room -> !owner(before, room).equals(owner(after, room));
        assertTrue(ROOMS.stream().filter(moved::apply).allMatch(room -> before.isOwner(gone, room)));
        assertTrue(ROOMS.stream().noneMatch(room -> after.isOwner(gone, room)));
    }
}
