package dev.parley.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.reading.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTextTest {
    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "12h,PT12H", "1d,PT24H", "0s,PT0S"})
    void durationsAreNumbersWithAUnit(String text, Duration duration) {
        assertEquals(Optional.of(duration), DurationText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5s", "5 s", "5S", "1.5s", "99999999999d", "s", "5s "})
    void whatIsNoDurationIsRefused(String text) {
        assertEquals(Optional.empty(), DurationText.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"100B,100", "100,100", "64KiB,65536", "1MiB,1048576", "2GiB,2147483648", "0,0"})
    void sizesAreNumbersWithOrWithoutAUnit(String text, long bytes) {
        assertEquals(OptionalLong.of(bytes), SizeText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64KB", "64kib", "-1", "1.5MiB", "9999999999GiB", "9999999999999999999"})
    void whatIsNoSizeIsRefused(String text) {
        assertEquals(OptionalLong.empty(), SizeText.parse(text));
    }

    @Test
    void namesOfVariablesSplitCamelCase() {
        assertEquals("PARLEY_AUTH_TOKEN_IN_QUERY", Environment.variable(List.of("auth", "tokenInQuery")));
    }
}
