package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one may react with: exactly one emoji, of whatever kind. */
class EmojiTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "❤",
                "❤\uFE0F",
                "☺",
                "☀\uFE0F",
                "©\uFE0F",
                "™",
                "⌚",
                "👍🏽",
                "☝🏿",
                "👨‍👩‍👧‍👦",
                "👩🏽‍❤\uFE0F‍💋‍👨🏽",
                "🧑🏻‍🤝‍🧑🏿",
                "👩‍⚕\uFE0F",
                "🤷🏾‍♀\uFE0F",
                "👁\uFE0F‍🗨\uFE0F",
                "🏳\uFE0F‍🌈",
                "🏴‍☠\uFE0F",
                "🇩🇪",
                "🇺🇳",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "1\uFE0F\u20E3",
                "#\uFE0F\u20E3",
                "*\u20E3",
                "🫨", // Unicode 15
                "🪿",
                "🙂‍↔\uFE0F", // 15.1
                "🐦‍🔥",
                "⛓\uFE0F‍💥",
                "\uD83E\uDEE9", // 16: face with bags under eyes
                "\uD83E\uDEC6", // fingerprint
                "\uD83E\uDEC8", // 17: hairy creature
            })
    void oneEmojiIsOne(String text) {
        assertTrue(Emoji.isOne(text), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00A0",
                "\uFE0F",
                "\u200D",
                "a",
                "1",
                "#",
                "*",
                "é",
                "字",
                ":smile:",
                ":)",
                "thumbs up",
                "👍👍",
                "👍 ",
                " 👍",
                "👍\n",
                "👍a",
                "a👍",
                "👍\u0301",
                "❤\uFE0E", // wants to be shown as text
                "👍\uFE0F🏽",
                "🏽", // a skin tone alone
                "🇩", // half a flag
                "🇩🇪🇫",
                "🇩🇪🇫🇷",
                "👍‍",
                "‍👍",
                "👨‍‍👩",
                "👍‍a",
                "1\uFE0F",
                "12\u20E3",
                "a\u20E3",
                "\u20E3",
                "🏴\uDB40\uDC67\uDB40\uDC62",
                "\uDB40\uDC67\uDB40\uDC7F",
                "\uD83D",
                "\uDC4D",
                "\uDC4D\uD83D",
                "\u0000",
                "★",
                "→",
                "€",
                "𝒳",
                "\uE000",
                "<b>",
            })
    void nothingElseIs(String text) {
        assertFalse(Emoji.isOne(text), text);
    }

    @Test
    void itHas64BytesAtMost() {
        String nine = "👍" + "‍👍".repeat(8);
        assertTrue(Emoji.isOne(nine)); // 4 + 8 × 7 = 60 bytes
        assertFalse(Emoji.isOne(nine + "‍❤")); // 66
        assertFalse(Emoji.isOne("👍" + "‍👍".repeat(600)));
        assertFalse(Emoji.isOne("👍".repeat(1024)));
    }
}
