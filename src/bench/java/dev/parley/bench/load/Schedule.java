package dev.parley.bench.load;

/**
 * Computes when each message is due, independent of those before it. Pure.
 *
 * @param start when the first is, in nanoseconds
 * @param perSecond how many
 * @param count how many in all; their numbers begin with 0
 */
public record Schedule(long start, double perSecond, long count) {
    private static final double NANOS = 1e9;

    public Schedule {
        if (perSecond <= 0 || count < 0) {
            throw new IllegalArgumentException(count + " messages, " + perSecond + " a second");
        }
    }

    /** A schedule with as many messages as fit into this time. */
    public static Schedule during(long start, long nanos, double perSecond) {
        return new Schedule(start, perSecond, Math.max(1, Math.round(nanos / NANOS * perSecond)));
    }

    /** When the message with this number is due. */
    public long at(long number) {
        return start + (long) (number * (NANOS / perSecond));
    }

    /** How many messages are due by now, which is the number of the next. */
    public long dueBy(long now) {
        if (now < start) {
            return 0;
        }
        long guess = Math.min(count, (long) ((now - start) * (perSecond / NANOS)) + 1);
        // What at() cut off may make one more due.
        while (guess < count && at(guess) <= now) {
            guess++;
        }
        return guess;
    }
}
