package dev.parley.ai.builtin;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises what a person wants of the built-in assistant. Pure.
 *
 * @param about the words to find; for {@code ASK} the whole text; else empty
 */
record BuiltinCommand(Kind kind, String about) {

    /** The commands, and {@code ASK} for anything else. */
    enum Kind {
        HELP("(?:help|commands|hi|hello|hey|good (?:morning|afternoon|evening)|(?:what|who) (?:are you|can you do)"
                + "|what do you do)(?: (?:there|me|please|all|everyone)){0,3}"),
        SUMMARY("(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:give (?:me|us) (?:a|the) )?"
                + "(?:summary|summari[sz]e|sum up|tl;?dr|recap)\\b.*"),
        CATCH_UP("(?:please )?(?:(?:can|could) you )?(?:(?:catch (?:me |us )?up)\\b.*"
                + "|what(?: did|'ve| have|'d)? (?:i|we) miss(?:ed)?\\b.*|what happened while .*"
                + "|what's new\\b.*|anything new\\b.*)"),
        SEARCH("(?:please )?(?:(?:can|could) you )?(?:search(?: for)?|find|look for|who (?:said|mentioned))"
                + "(?: me)? +(?<about>.+)"),
        DECISIONS("(?:(?:show|list|give|tell)(?: me| us)? )?(?:the |our |all )?decisions?\\b.*"
                + "|what (?:did we|have we|was|has been|were) (?:decided?|agreed?)\\b.*"),
        ASK("(?<about>.*)");

        private final Pattern pattern;

        Kind(String regex) {
            this.pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        }
    }

    /** Never fails: a text that is no command is a question, and an empty text is a call for help. */
    static BuiltinCommand of(String text, String assistant) {
        String words = withoutMention(text, assistant);
        String command = trimmed(words.replace('’', '\''), " \t\r\n!.?,:;");
        if (command.isEmpty()) {
            return new BuiltinCommand(Kind.HELP, "");
        }
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(command);
            if (matcher.matches()) {
                boolean hasAbout = kind == Kind.SEARCH || kind == Kind.ASK;
                return new BuiltinCommand(kind, hasAbout ? unquoted(matcher.group("about")) : "");
            }
        }
        throw new IllegalStateException("ASK matches anything");
    }

    boolean isCommand() {
        return kind != Kind.ASK;
    }

    static boolean mentions(String text, String assistant) {
        return (" " + text).toLowerCase(Locale.ROOT).contains("@" + assistant.toLowerCase(Locale.ROOT));
    }

    private static String withoutMention(String text, String assistant) {
        return text.replaceAll("(?iu)@" + Pattern.quote(assistant) + "(?![A-Za-z0-9_-])[,:]?", " ")
                .strip()
                .replaceAll("[ \\t]+", " ");
    }

    private static String unquoted(String about) {
        return trimmed(about.strip().replaceAll("^[\"'“]+", ""), " \"'”");
    }

    /** Without these characters at its end; by hand, as a pattern takes quadratic time on text made for it. */
    private static String trimmed(String text, String ends) {
        int end = text.length();
        while (end > 0 && ends.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
