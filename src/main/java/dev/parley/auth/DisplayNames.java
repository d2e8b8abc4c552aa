package dev.parley.auth;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Cleans and checks names and ids that others see. Nothing in one may be invisible: with such characters two names
 * could look the same, a name could look like none at all, or rewrite the line that it stands in (UTS 39 §2, UAX 31
 * §2.3). Pure.
 *
 * <p>Invisible are controls, format characters (zero-width ones, marks that turn the direction), broken surrogates,
 * line separators, private characters, and what Unicode tells a program to ignore. A joiner or a variation selector may
 * stand where it makes one picture of two ({@code 👩‍🚀}) or a language needs it. White space of any kind is one space.
 */
public final class DisplayNames {
    private static final int ZWNJ = 0x200C;
    private static final int ZWJ = 0x200D;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int KEYCAP = 0x20E3;

    /** Scripts whose letters take another form beside a joiner. */
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.NKO,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private DisplayNames() {}

    /** Whether an id shows all that it holds, and something. Spaces may be plain ones alone. */
    public static boolean isVisible(String id) {
        return id.codePoints().noneMatch(c -> isInvisible(c) || (Character.isSpaceChar(c) && c != ' '))
                && showsSomething(id);
    }

    /** Whether nothing in a name would be left out by {@link #clean}, and something would be left. */
    static boolean isClean(String name) {
        int[] text = name.codePoints().toArray();
        for (int i = 0; i < text.length; i++) {
            if (isInvisible(text[i]) && !belongs(text, i)) {
                return false;
            }
        }
        return showsSomething(name);
    }

    /** A name as it is shown: without what is invisible, at most so many code points; empty when nothing is left. */
    public static String clean(String name, int lengthMax) {
        int[] text = name.codePoints().toArray();
        StringBuilder clean = new StringBuilder();
        int length = 0;
        for (int i = 0; i < text.length && length < lengthMax; i++) {
            int c = Character.getType(text[i]) == Character.SPACE_SEPARATOR ? ' ' : text[i];
            boolean doubled = c == ' ' && (length == 0 || clean.charAt(clean.length() - 1) == ' ');
            if (!doubled && (!isInvisible(c) || belongs(text, i))) {
                clean.appendCodePoint(c);
                length++;
            }
        }
        String shown = clean.toString().strip();
        return showsSomething(shown) ? shown : "";
    }

    /** Marks alone would stand on what is beside the name. */
    private static boolean showsSomething(String text) {
        return text.codePoints().anyMatch(c -> !isInvisible(c) && !Character.isSpaceChar(c) && !isMark(c));
    }

    static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isIgnorable(c);
        };
    }

    /**
     * Default_Ignorable_Code_Point beyond the format characters, blanks that count as letters or symbols,
     * noncharacters.
     */
    private static boolean isIgnorable(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x2065
                || c == 0x2800
                || c == 0x3164
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || (c >= 0xFFF0 && c <= 0xFFFC)
                || c == 0x1D159
                || (c >= 0xE0000 && c <= 0xE0FFF)
                || (c & 0xFFFE) == 0xFFFE;
    }

    /** Whether an invisible character does its work between its neighbours. */
    private static boolean belongs(int[] text, int i) {
        int before = i == 0 ? ' ' : text[i - 1];
        int after = i == text.length - 1 ? ' ' : text[i + 1];
        return switch (text[i]) {
            case EMOJI_STYLE, TEXT_STYLE ->
                isPicture(before) || (after == KEYCAP && "0123456789#*".indexOf(before) >= 0);
            case ZWJ -> ((isPicture(before) || before == EMOJI_STYLE) && isPicture(after)) || joins(before, after);
            case ZWNJ -> joins(before, after);
            default -> false;
        };
    }

    private static boolean isPicture(int c) {
        return switch (Character.getType(c)) {
            case Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.MODIFIER_SYMBOL ->
                !isIgnorable(c) && c > 0x7F;
            default -> false;
        };
    }

    private static boolean joins(int before, int after) {
        return JOINING.contains(UnicodeScript.of(before)) && JOINING.contains(UnicodeScript.of(after));
    }
}
