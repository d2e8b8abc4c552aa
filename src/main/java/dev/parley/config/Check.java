package dev.parley.config;

import java.time.Duration;

/**
 * Checks values in the compact constructors of the configuration's records; a value that is refused becomes a {@link
 * ConfigFault} with the whole path. Stateless.
 */
public final class Check {
    private Check() {}

    /** Refuses the value of this key unless {@code holds}; {@code allowed} is told behind "must be". */
    public static void that(boolean holds, String key, String allowed) {
        if (!holds) {
            throw new Rejected(key, "must be " + allowed);
        }
    }

    /** Refuses a number outside of these bounds. */
    public static void range(String key, long found, long least, long most) {
        that(found >= least && found <= most, key, least + "–" + most + ", was " + found);
    }

    /** Refuses a duration of nothing or less. */
    public static void positive(String key, Duration found) {
        that(!found.isNegative() && !found.isZero(), key, "a duration above 0");
    }

    /** Goes into a header of a request, which a line break or an umlaut would break. */
    static void header(String key, String found) {
        that(found.chars().allMatch(c -> c > ' ' && c < 0x7f), key, "one word of ASCII characters");
    }

    /** One key's value is not allowed. */
    public static final class Rejected extends IllegalArgumentException {
        private final String key;

        Rejected(String key, String text) {
            super(text);
            this.key = key;
        }

        public String key() {
            return key;
        }
    }
}
