package dev.parley.ai.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ai.builtin.BuiltinCommand.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinCommandTest {
    private static BuiltinCommand wish(String text) {
        return BuiltinCommand.of(text, "assistant");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@assistant help | HELP",
                "@Assistant | HELP",
                "Hello, @assistant! | HELP",
                "hi there | HELP",
                "who are you? | HELP",
                "@assistant: Summary please | SUMMARY",
                "can you summarize this? | SUMMARY",
                "summarise | SUMMARY",
                "TL;DR | SUMMARY",
                "catch up | CATCH_UP",
                "@assistant catch me up please | CATCH_UP",
                "What did I miss? | CATCH_UP",
                "what’s new | CATCH_UP",
                "decisions | DECISIONS",
                "list the decisions | DECISIONS",
                "what did we decide about beta? | DECISIONS",
                "what is the port of staging? | ASK",
                "summaryless | ASK",
                "findings were good | ASK"
            })
    void commandsAreUnderstood(String text, Kind kind) {
        assertEquals(kind, wish(text).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"search beta launch", "find “beta launch”", "@assistant Search for \"beta launch\"."})
    void aSearchKnowsWhatItIsFor(String text) {
        assertEquals(new BuiltinCommand(Kind.SEARCH, "beta launch"), wish(text));
    }

    @Test
    void anotherNameIsNotTheAssistants() {
        assertEquals(new BuiltinCommand(Kind.ASK, "@assistant2 help"), wish("@assistant2 help"));
    }

    @Test
    void aTextMadeToOverflowTheStackDoesNot() {
        assertEquals(Kind.ASK, wish("hi " + "me ".repeat(20_000)).kind());
    }
}
