package dev.parley.ai.text;

/** Counts text in UTF-8 and cuts it by that, without encoding it. Pure. */
public final class Utf8 {
    private Utf8() {}

    public static long bytes(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += bytes(text.charAt(i));
        }
        return bytes;
    }

    /** The longest beginning of {@code text} within so many bytes; never half a surrogate pair. */
    public static String within(String text, long bytes) {
        long left = bytes;
        int end = 0;
        while (end < text.length()) {
            int code = text.codePointAt(end);
            int units = Character.charCount(code);
            left -= units == 2 ? 4 : bytes((char) code);
            if (left < 0) {
                break;
            }
            end += units;
        }
        return text.substring(0, end);
    }

    /** The same with U+FFFD for what JSON writers and stores refuse: halves of surrogate pairs, and NUL. */
    public static String whole(String text) {
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (unit == 0 || Character.isSurrogate(unit)) {
                whole = whole == null ? new StringBuilder(text) : whole;
                whole.setCharAt(i, '\uFFFD');
            }
        }
        return whole == null ? text : whole.toString();
    }

    /** Half of a pair's four bytes is counted for each of its halves. */
    private static int bytes(char unit) {
        if (unit < 0x80) {
            return 1;
        }
        return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
}
