package dev.parley.ai.tool;

import java.util.List;
import java.util.regex.Pattern;

/** Matches and makes the names of tools, for an assistant's {@code tools} and {@code approval}. Pure. */
public final class ToolNames {
    /** Longest name, which all dialects of models take. */
    public static final int LENGTH_MAX = 64;

    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9_-]");
    private static final String ANY = "*";

    private ToolNames() {}

    /** Whether one of the patterns is the name, or is its beginning followed by {@code *}. */
    public static boolean allows(List<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith(ANY)
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : pattern.equals(name));
    }

    /** A server's tool as models see it: both names with other characters as {@code _}, cut to what is allowed. */
    public static String of(String server, String tool) {
        String name = OTHERS.matcher(server + "__" + tool).replaceAll("_");
        return name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name;
    }
}
