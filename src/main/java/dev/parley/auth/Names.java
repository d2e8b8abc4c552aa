package dev.parley.auth;

/** Names that others see. Pure. */
final class Names {
    private Names() {}

    /**
     * Without control characters, broken surrogates, line separators, and the marks that turn the direction of what
     * follows: with those a name could rewrite the line that it stands in.
     */
    static boolean isClean(String text) {
        return text.codePoints().noneMatch(Names::isTroublesome);
    }

    /** The same without those characters, trimmed, at most so many code points. */
    static String clean(String text, int lengthMax) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().filter(c -> !isTroublesome(c)).limit(lengthMax).forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    private static boolean isTroublesome(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        };
    }
}
