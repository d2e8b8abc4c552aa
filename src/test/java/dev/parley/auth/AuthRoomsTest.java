package dev.parley.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.model.RoomPatterns;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthRoomsTest {
    @ParameterizedTest
    @CsvSource({
        "*, main, true",
        "main, main, true",
        "main, main2, false",
        "main, Main, false",
        "team-*, team-, true",
        "team-*, team-a, true",
        "team-*, a-team-a, false",
        "*-team, a-team, true",
        "*-team, a-teams, false",
        "a*b*c, abc, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, acb, false",
        "a*a, a, false",
        "a**b, ab, true",
        "*ab, aab, true",
        "'', main, false",
        "'* !secret', main, true",
        "'* !secret', secret, false",
        "'!secret *', secret, false",
        "'* !s*t', secret, false",
        "'!x', main, false",
        "'* !', main, true",
        "a.c, abc, false"
    })
    void patterns(String patterns, String room, boolean may) {
        assertEquals(may, RoomPatterns.allow(List.of(patterns.split(" ")), room));
    }

    @Test
    void noPatternsAllowNothing() {
        assertFalse(RoomPatterns.allow(List.of(), "main"));
    }

    @Test
    void anEvilPatternIsQuick() {
        String pattern = "a*".repeat(2000) + "b";
        assertTimeoutPreemptively(
                Duration.ofSeconds(2), () -> assertFalse(RoomPatterns.allow(List.of(pattern), "a".repeat(128))));
    }

    /** Against the plainest possible matcher. */
    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*", 6);
            String room = text(random, "ab", 6);
            boolean expected = room.matches(pattern.replace("*", ".*"));
            assertEquals(expected, RoomPatterns.allow(List.of(pattern), room), pattern + " " + room);
        }
    }

    private static String text(Random random, String letters, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
