package dev.parley.store;

/**
 * Selects the ended turns whose usage is summed, and says by what they are grouped.
 *
 * @param user only turns that this user asked for; null: all. The same for {@code room} and {@code assistant}
 * @param from only turns that ended at this time or later (ms since the epoch)
 * @param to only turns that ended before
 * @param limit most rows, those with the most tokens
 */
public record UsageQuery(By by, String user, String room, String assistant, long from, long to, int limit) {
    /** What the turns of one row have in common. */
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
