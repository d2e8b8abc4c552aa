package dev.parley.ai.schema;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates a regular expression of ECMA-262 (with the {@code u} flag) into one of Java: only what the two languages
 * write differently changes. One pass over the source. Pure.
 */
final class EcmaTranslation {
    private static final Pattern REPEAT = Pattern.compile("\\{\\d{1,4}(,\\d{0,4})?}");
    private static final Pattern CODE_POINT = Pattern.compile("u\\{([0-9A-Fa-f]{1,6})}");
    private static final Pattern PROPERTY = Pattern.compile("[pP]\\{([A-Za-z_=]{1,60})}");
    private static final String SAME_ESCAPES = "dDwWsSnrtfxuck0123456789";
    /** Categories under their long names; Java knows the short ones. */
    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("Letter", "L"),
            Map.entry("Uppercase_Letter", "Lu"),
            Map.entry("Lowercase_Letter", "Ll"),
            Map.entry("Titlecase_Letter", "Lt"),
            Map.entry("Modifier_Letter", "Lm"),
            Map.entry("Other_Letter", "Lo"),
            Map.entry("Mark", "M"),
            Map.entry("Number", "N"),
            Map.entry("Decimal_Number", "Nd"),
            Map.entry("Punctuation", "P"),
            Map.entry("Symbol", "S"),
            Map.entry("Separator", "Z"),
            Map.entry("Space_Separator", "Zs"),
            Map.entry("Other", "C"),
            Map.entry("Control", "Cc"),
            Map.entry("Alphabetic", "IsAlphabetic"),
            Map.entry("Uppercase", "IsUppercase"),
            Map.entry("Lowercase", "IsLowercase"),
            Map.entry("White_Space", "IsWhite_Space"),
            Map.entry("Emoji", "IsEmoji"),
            Map.entry("ASCII", "ASCII"));

    private final String source;
    private final StringBuilder java = new StringBuilder();
    private int at;
    private int classFrom = -1; // where the class began that we are in

    private EcmaTranslation(String source) {
        this.source = source;
    }

    /** The pattern as Java writes it; perhaps one that Java refuses. */
    static String java(String source) {
        return new EcmaTranslation(source).translate();
    }

    private String translate() {
        while (at < source.length()) {
            char next = source.charAt(at);
            if (next == '\\' && at + 1 < source.length()) {
                at++;
                escape();
            } else if (classFrom >= 0) {
                inClass(next);
            } else {
                outside(next);
            }
        }
        return java.toString();
    }

    private void outside(char next) {
        switch (next) {
            case '$' -> put("\\z"); // Java's also stands before a last line break
            case '.' -> put("[^\\n\\r\\u2028\\u2029]");
            case ']', '}' -> put("\\" + next);
            case '{' -> repeat();
            case '[' -> open();
            default -> put(String.valueOf(next));
        }
    }

    private void repeat() {
        Matcher repeat = REPEAT.matcher(source).region(at, source.length());
        if (repeat.lookingAt()) {
            java.append(repeat.group());
            at = repeat.end();
        } else {
            put("\\{");
        }
    }

    private void open() {
        if (source.startsWith("[^]", at)) {
            java.append("[\\s\\S]");
            at += 3;
        } else if (source.startsWith("[]", at)) {
            java.append("(?!)");
            at += 2;
        } else {
            boolean isNot = source.startsWith("[^", at);
            java.append(isNot ? "[^" : "[");
            at += isNot ? 2 : 1;
            classFrom = at;
        }
    }

    private void inClass(char next) {
        if (next == ']') {
            classFrom = -1;
        }
        boolean isPlain = "[&^".indexOf(next) < 0; // Java would nest, intersect or negate
        put(isPlain ? String.valueOf(next) : "\\" + next);
    }

    private void escape() {
        char next = source.charAt(at);
        Matcher point = CODE_POINT.matcher(source).region(at, source.length());
        Matcher property = PROPERTY.matcher(source).region(at, source.length());
        if (point.lookingAt()) {
            java.append("\\x{").append(point.group(1)).append('}');
            at = point.end();
        } else if (property.lookingAt()) {
            java.append('\\')
                    .append(next)
                    .append('{')
                    .append(named(property.group(1)))
                    .append('}');
            at = property.end();
        } else if (next == 'v') {
            put("\\x0B");
        } else if (next == 'b' && classFrom >= 0) {
            put("\\x08");
        } else if (next == '0') {
            put("\\x00");
        } else if (SAME_ESCAPES.indexOf(next) >= 0 || next == 'b' || next == 'B') {
            put("\\" + next);
        } else {
            put(Character.isLetterOrDigit(next) ? String.valueOf(next) : "\\" + next);
        }
    }

    private static String named(String property) {
        int equals = property.indexOf('=');
        String value = property.substring(equals + 1);
        if (property.startsWith("Script") || property.startsWith("sc")) {
            return equals < 0 ? property : "Is" + value;
        }
        return CATEGORIES.getOrDefault(value, value);
    }

    private void put(String more) {
        java.append(more);
        at++;
    }
}
