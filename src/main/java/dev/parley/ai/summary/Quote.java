package dev.parley.ai.summary;

import dev.parley.ai.history.ChatLine;

/** Quotes messages in a list: reference, author, words. Pure. */
public final class Quote {
    private static final int MOST_CHARS = 200;
    private static final int CONTEXT_CHARS = 60;

    private Quote() {}

    /** One line of a list. */
    public static String of(ChatLine chatLine, String words) {
        return "- #" + chatLine.seq() + " " + chatLine.from().name() + ": “" + cut(flat(words), 0) + "”\n";
    }

    /** One line of a list, with the part of a long message that holds {@code about}. */
    public static String around(ChatLine chatLine, String about) {
        String flat = flat(chatLine.text());
        int at = indexOf(flat, about);
        return "- #" + chatLine.seq() + " " + chatLine.from().name() + ": “"
                + cut(flat, Math.max(0, at - CONTEXT_CHARS)) + "”\n";
    }

    private static int indexOf(String text, String about) {
        for (int i = 0; i + about.length() <= text.length(); i++) {
            if (text.regionMatches(true, i, about, 0, about.length())) {
                return i;
            }
        }
        return 0;
    }

    private static String flat(String words) {
        return words.replaceAll("\\s+", " ").strip();
    }

    /** At most so many characters from there on, whole words where it can be, never half a surrogate pair. */
    private static String cut(String text, int from) {
        int start = text.length() <= MOST_CHARS ? 0 : wordAt(text, Math.min(from, text.length() - MOST_CHARS));
        int end = Math.min(text.length(), start + MOST_CHARS);
        if (end < text.length()) {
            int space = text.lastIndexOf(' ', end);
            end = space > start + MOST_CHARS / 2 ? space : whole(text, end);
        }
        return (start > 0 ? "… " : "") + text.substring(start, end) + (end < text.length() ? " …" : "");
    }

    private static int wordAt(String text, int from) {
        int space = text.lastIndexOf(' ', from);
        return space >= 0 && from - space < CONTEXT_CHARS ? space + 1 : whole(text, from);
    }

    private static int whole(String text, int at) {
        boolean inside = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
        return inside ? at - 1 : at;
    }
}
