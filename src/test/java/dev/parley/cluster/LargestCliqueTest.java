package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargestCliqueTest {
    /** {@code "a:bc"}: a hears b and c; {@code "a:?"}: it is not known what a hears. */
    private static void circle(String expected, String... nodes) {
        List<LiveNode> live = Stream.of(nodes)
                .map(text -> {
                    String name = text.substring(0, 1);
                    Set<String> hears = text.endsWith("?") ? null : letters(text.substring(2));
                    return new LiveNode(name, "test", true, 1, "", hears);
                })
                .toList();
        assertEquals(letters(expected), LargestClique.of(live));
    }

    private static Set<String> letters(String text) {
        return text.chars().mapToObj(Character::toString).collect(Collectors.toSet());
    }

    @Test
    void allThatHearEachOther() {
        circle("", new String[0]);
        circle("a", "a:");
        circle("abc", "a:bc", "b:ac", "c:ab");
    }

    @Test
    void theLargerPart() {
        circle("bc", "a:", "b:c", "c:b");
        circle("cde", "a:b", "b:a", "c:de", "d:ce", "e:cd");
    }

    @Test
    void ofEqualPartsTheOneWithTheFirst() {
        circle("a", "a:", "b:", "c:");
        circle("ac", "a:c", "b:d", "c:a", "d:b");
    }

    /** Two of three do not hear each other, the third hears both. */
    @Test
    void aPartThatReachesTheLargerOneOnlyInPlaces() {
        circle("ac", "a:c", "b:c", "c:ab");
        circle("abc", "a:bcd", "b:acd", "c:ab", "d:ab");
    }

    @Test
    void whoIsHeardByNobodyIsOutsideEvenIfItHearsAll() {
        circle("bc", "a:bc", "b:c", "c:b");
    }

    @Test
    void aNodeOfAnotherVersionIsTakenToHearAll() {
        circle("abc", "a:bc", "b:?", "c:ab");
        circle("bc", "a:", "b:?", "c:b");
    }

    /** Sixty nodes of which each misses some: an answer, and the same in whatever order they are listed. */
    @Test
    void aTornNetworkOfManyNodesHasAnAnswer() {
        List<LiveNode> live = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Set<String> hears = new HashSet<>();
            for (int j = 0; j < 60; j++) {
                if ((i * j) % 7 != 3) {
                    hears.add("n" + j);
                }
            }
            live.add(new LiveNode("n" + i, "test", true, 1, "", hears));
        }
        Set<String> circle = LargestClique.of(live);
        assertTrue(circle.size() >= 3);
        List<LiveNode> turned = new ArrayList<>(live);
        java.util.Collections.reverse(turned);
        assertEquals(circle, LargestClique.of(turned));
    }
}
