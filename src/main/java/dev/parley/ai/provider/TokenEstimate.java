package dev.parley.ai.provider;

/** A rough count, where the provider gives none. */
final class TokenEstimate {
    private static final int CHARS_A_TOKEN = 4;

    private TokenEstimate() {}

    static int in(long chars) {
        return (int) Math.min(Integer.MAX_VALUE, (chars + CHARS_A_TOKEN - 1) / CHARS_A_TOKEN);
    }
}
