package dev.parley.ai.text;

/**
 * Passes text on in pieces of which none ends within a character: a high surrogate at the end waits for the next piece.
 *
 * <p>A surrogate without its other half, which no encoding can carry, becomes U+FFFD. Used by one response, on its
 * context.
 */
public final class WholeCharacters {
    private static final char REPLACEMENT = '\uFFFD';

    private String pending = "";

    /** The text that can be passed on now; perhaps nothing. */
    public String of(String piece) {
        String text = pending + piece;
        int last = text.length() - 1;
        boolean split = last >= 0 && Character.isHighSurrogate(text.charAt(last));
        pending = split ? text.substring(last) : "";
        return repaired(split ? text.substring(0, last) : text);
    }

    /** The rest, at the end of the text. */
    public String rest() {
        String rest = repaired(pending);
        pending = "";
        return rest;
    }

    /** The same with U+FFFD for each half of a character. */
    public static String repaired(String text) {
        StringBuilder whole = null; // almost every text is whole already
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            whole = whole == null ? new StringBuilder(text) : whole;
            whole.setCharAt(i, REPLACEMENT);
        }
        return whole == null ? text : whole.toString();
    }
}
