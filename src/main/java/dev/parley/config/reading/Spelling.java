package dev.parley.config.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which known name somebody meant who wrote an unknown one. Stateless. */
final class Spelling {
    private static final int EDITS_MAX = 2;

    private Spelling() {}

    /** {@code "; did you mean port?"}, or nothing when no known name is close. */
    static String hint(String unknown, Collection<String> known) {
        return known.stream()
                .filter(name -> edits(unknown, name) <= Math.min(EDITS_MAX, name.length() / 2))
                .min(Comparator.comparingInt(name -> edits(unknown, name)))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Levenshtein's distance, ignoring case. */
    private static int edits(String a, String b) {
        String left = a.toLowerCase(Locale.ROOT);
        String right = b.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
