package dev.parley.ai;

import java.util.List;

/** Which tools a list of names means: a name stands for itself, one that ends in {@code *} for all that begin so. */
final class ToolNames {
    private ToolNames() {}

    static boolean match(List<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
    }
}
