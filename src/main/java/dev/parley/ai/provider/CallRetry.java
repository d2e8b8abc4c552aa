package dev.parley.ai.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Decides whether and when a request without any output is repeated: at most twice, within 10 seconds. Pure. */
final class CallRetry {
    private static final int MOST = 2;
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private CallRetry() {}

    /** After a failed connection and {@code done} repeats; empty means: give up. */
    static Optional<Duration> afterNoConnection(int done) {
        return done < MOST ? Optional.of(pause(done)) : Optional.empty();
    }

    /**
     * After a refusal that may pass, and {@code done} repeats; empty means: give up.
     *
     * @param wanted how long the provider wants to be left alone; null when it did not say
     */
    static Optional<Duration> afterRefusal(Duration wanted, int done) {
        Duration wait = wanted == null ? pause(done) : wanted;
        return done < MOST && wait.compareTo(LONGEST_WAIT) <= 0 ? Optional.of(wait) : Optional.empty();
    }

    /** A {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date; anything else counts as absent. */
    static Optional<Duration> retryAfter(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String value = header.strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration pause(int done) {
        return FIRST_WAIT.multipliedBy(1L << done);
    }
}
