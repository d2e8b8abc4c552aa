package dev.parley.store;

/**
 * Which turns are counted, and by what.
 *
 * @param user only those that this user asked for; null: all. The same for {@code room} and {@code assistant}
 * @param from only those that ended at this time or later (ms since the epoch)
 * @param to only those that ended before
 * @param limit most rows, those with the most tokens
 */
public record UsageQuery(By by, String user, String room, String assistant, long from, long to, int limit) {
    /** What a row of the answer is about. */
    public enum By {
        USER("asker_id"),
        ROOM("room"),
        ASSISTANT("assistant");

        private final String column;

        By(String column) {
            this.column = column;
        }

        /** The column of {@code turns}, in every store. */
        public String column() {
            return column;
        }
    }
}
