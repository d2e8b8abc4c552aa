package dev.parley.ai.schema;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Searches texts for a regular expression of JSON Schema (ECMA-262 with the {@code u} flag, Core 6.4), with Java's
 * engine and a bounded number of steps. Immutable.
 */
final class EcmaPattern {
    /** Longest pattern, in characters. */
    static final int LENGTH_MAX = 2000;

    /** Most characters that one search looks at, repeats included: some tens of milliseconds. */
    static final int STEPS_MAX = 2_000_000;

    private final Pattern pattern;

    private EcmaPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Empty when Java has no such pattern. */
    static Optional<EcmaPattern> of(String source) {
        if (source.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EcmaPattern(Pattern.compile(EcmaTranslation.java(source))));
        } catch (PatternSyntaxException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Whether a text has a match; also true when the search takes too many steps. */
    boolean mayBeIn(String text) {
        try {
            return pattern.matcher(new Watched(text, new Steps())).find();
        } catch (TooManySteps | StackOverflowError e) {
            return true;
        }
    }

    /** The pattern as Java writes it. */
    String java() {
        return pattern.pattern();
    }

    /** A text that counts how often it is looked at. */
    private record Watched(String text, Steps steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--steps.left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.substring(start, end), steps);
        }
    }

    private static final class Steps {
        private int left = STEPS_MAX;
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
