package dev.parley.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as people write them: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 1d};
 * at most 36,500 days. Stateless.
 */
public final class DurationText {
    /** What to tell those who wrote it otherwise. */
    public static final String ALLOWED = "a duration like \"250ms\", \"30s\", \"5m\", \"12h\" or \"1d\"";

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
    private static final Duration MOST = Duration.ofDays(36_500);

    private DurationText() {}

    /** Empty when it is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return Optional.of(duration).filter(d -> d.compareTo(MOST) <= 0);
    }

    /** As people write it: in the largest unit that needs no fraction. */
    public static String of(Duration duration) {
        long ms = duration.toMillis();
        for (Unit unit : Unit.values()) {
            if (ms % unit.ms == 0 && ms != 0) {
                return ms / unit.ms + unit.text;
            }
        }
        return "0s";
    }

    private enum Unit {
        DAYS("d", 86_400_000),
        HOURS("h", 3_600_000),
        MINUTES("m", 60_000),
        SECONDS("s", 1000),
        MILLIS("ms", 1);

        final String text;
        final long ms;

        Unit(String text, long ms) {
            this.text = text;
            this.ms = ms;
        }
    }
}
