package dev.parley.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.model.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {
    private final ReservedNames names = AuthSettings.reserved("assistant", "Help-Bot_2");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assistant",
                "ASSISTANT",
                " Assistant ",
                "assis\u200Btant",
                "as sistant",
                "\u202Eassistant",
                "ａｓｓｉｓｔａｎｔ",
                "𝐚𝐬𝐬𝐢𝐬𝐭𝐚𝐧𝐭",
                "аssistant",
                "ΑSSISTANT",
                "ássistant",
                "ASSİSTANT",
                "assıstant",
                "@assistant",
                "help‑bot_2",
                "HELP–BOT_2"
            })
    void whatLooksLikeAnAssistantIsTaken(String name) {
        assertTrue(names.isTaken(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"assistants", "assistent", "Ada", "", "helpbot3", "assistant 2"})
    void othersAreFree(String name) {
        assertFalse(names.isTaken(name));
    }

    @Test
    void aBearerIsShownByTheUserIdInstead() {
        assertEquals("Ada", names.apart(bearer("ada", "Ada")).name());
        assertEquals("ada", names.apart(bearer("ada", "Assistant")).name());
        assertEquals(
                "assistant (user)",
                names.apart(bearer("assistant", "assistant")).name());
    }

    private static Identity bearer(String user, String name) {
        return new Identity(user, name, null, Role.MEMBER, List.of("*"), 1, null);
    }
}
