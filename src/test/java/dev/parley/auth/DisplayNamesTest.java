package dev.parley.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNamesTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x7F, 0x85, 0xAD, 0x034F, 0x061C, 0x115F, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E,
                0x2028, 0x2029, 0x202E, 0x2060, 0x2064, 0x2066, 0x206F, 0x2800, 0x3164, 0xE000, 0xFDD0, 0xFE0F, 0xFEFF,
                0xFFA0, 0xFFF9, 0xFFFC, 0xFFFE, 0x1D159, 0x1D173, 0xE0041, 0xE0100, 0x10FFFF, 0xD800
            })
    void whatIsInvisibleIsRefusedOrLeftOut(int c) {
        String hidden = new String(Character.toChars(c));
        assertFalse(DisplayNames.isClean("Ada" + hidden + "B"));
        assertFalse(DisplayNames.isClean(hidden));
        assertFalse(DisplayNames.isVisible("ada" + hidden + "b"));
        assertEquals("", DisplayNames.clean(hidden, 9));
        assertEquals("AdaB", DisplayNames.clean("Ada" + hidden + "B", 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA0, 0x1680, 0x2003, 0x2007, 0x202F, 0x205F, 0x3000})
    void everySpaceIsAPlainOne(int c) {
        String space = new String(Character.toChars(c));
        assertFalse(DisplayNames.isClean(space + space));
        assertEquals("", DisplayNames.clean(space, 9));
        assertEquals("Ada L", DisplayNames.clean(space + "Ada" + space + " L" + space, 9));
        assertFalse(DisplayNames.isVisible("ada" + space));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zoë 🙂",
                "Zoe\u0308",
                "👩‍🚀 Sally",
                "❤️",
                "🏳️‍🌈",
                "👍🏽",
                "1️⃣",
                "می‌خواهم",
                "क्‍ष",
                "李雷",
                "O'Brien-Ng, Jr.",
                "…"
            })
    void realNamesStay(String name) {
        assertTrue(DisplayNames.isClean(name));
        assertEquals(name, DisplayNames.clean(name, 64));
    }

    @Test
    void marksAloneAreNoName() {
        assertFalse(DisplayNames.isClean("\u0301\u0302"));
        assertEquals("", DisplayNames.clean(" \u0301", 9));
    }

    @Test
    void aVeryLongOneIsCut() {
        assertEquals("🙂🙂", DisplayNames.clean("🙂🙂🙂", 2));
    }
}
