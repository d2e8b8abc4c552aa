package dev.parley.config;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sizes as people write them: {@code 100B}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}, or a plain number of
 * bytes. Stateless.
 */
public final class SizeText {
    public static final String ALLOWED = "a size like \"64KiB\", \"1MiB\" or a number of bytes";

    // Nine digits of GiB and eighteen of bytes still fit a long.
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}|[0-9]{1,18}(?=B?$))(B|KiB|MiB|GiB)?");

    private SizeText() {}

    /** Bytes; empty when it is no size. */
    public static OptionalLong parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift =
                switch (unit) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        return OptionalLong.of(Long.parseLong(matcher.group(1)) << shift);
    }
}
