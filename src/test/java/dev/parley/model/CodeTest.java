package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contract.CloseCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CodeTest {
    /** The contract's tables, section 6. */
    @Test
    void theTableIsTheContracts() {
        String table = Arrays.stream(Code.values())
                .map(c -> c.text() + " " + c.number() + " " + c.httpStatus() + " " + c.retry())
                .collect(Collectors.joining("\n"));
        assertEquals(
                """
                bad_frame 100 400 false
                too_large 101 413 false
                not_found 102 404 false
                conflict 103 409 false
                unauthorized 200 401 true
                forbidden 201 403 false
                rate_limited 300 429 true
                overloaded 301 503 true
                unavailable 302 503 true
                internal 900 500 true""",
                table);
    }

    @Test
    void aRefusalKeepsItsCode() {
        for (Code code : Code.values()) {
            assertEquals(code, Code.of(code.number()));
            assertEquals(7, code.refuse("x", 7).retryAfterMs());
        }
        assertEquals(Code.INTERNAL, Code.of(-1));
    }

    @Test
    void closeCodesAreTheContracts() {
        assertEquals(
                "[1012, 1013, 4001, 4008, 4009, 4500, 4503]",
                Arrays.toString(Arrays.stream(CloseCode.values())
                        .mapToInt(CloseCode::number)
                        .filter(n -> n >= 1012)
                        .sorted()
                        .toArray()));
    }
}
