package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.gateway.http.RefusedAs;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

class IfMatchTest {
    @Test
    void theNewestTagIsTheBase() {
        assertEquals(-1, IfMatch.base(List.of()));
        assertEquals(-1, IfMatch.base(List.of(" * ")));
        assertEquals(0, IfMatch.base(List.of("\"0\"")));
        assertEquals(7, IfMatch.base(List.of("\"7\"")));
        assertEquals(7, IfMatch.base(List.of(", \"7\" ,,")));
        assertEquals(9, IfMatch.base(List.of("\"7\" ,\t\"9\",\"8\"")));
        assertEquals(9, IfMatch.base(List.of("\"7\"", "W/\"11\", \"9\", \"x\"")));
    }

    @Test
    void aTagOfNoStateNeverMatches() {
        for (String header :
                List.of("W/\"7\"", "\"x\"", "\"\"", "\"07\"", "\"-1\"", "\"1234567890123456789\"", "\"7,8\"")) {
            assertThrows(RefusedAs.class, () -> IfMatch.base(List.of(header)), header);
        }
    }

    @Test
    void whatIsNoTagIsRefused() {
        for (String header : List.of("", "7", "\"7", "\"7\" \"8\"", "*, \"7\"", "w/\"7\"", ",", "\"\u0001\"")) {
            Refusal refusal = assertThrows(Refusal.class, () -> IfMatch.base(List.of(header)), header);
            assertEquals(Code.BAD_FRAME, refusal.code());
        }
    }
}
