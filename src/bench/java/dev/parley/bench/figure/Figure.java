package dev.parley.bench.figure;

/**
 * Describes one measured quantity: how it is called, counted and shown.
 *
 * @param key its name in JSON
 * @param title its name for people, without the unit
 * @param unit the unit of its values; figures of one unit are drawn together; empty for counts
 * @param decimals how many are shown
 * @param shown where it appears
 */
public record Figure(String key, String title, String unit, int decimals, Shown shown) {
    /** Where a figure appears. JSON lines contain every figure. */
    public enum Shown {
        /** In tables and pictures. */
        DRAWN,
        /** In tables. */
        LISTED,
        /** In JSON lines only. */
        JSON_ONLY
    }

    /** A figure that tables and pictures show. */
    public static Figure drawn(String key, String title, String unit, int decimals) {
        return new Figure(key, title, unit, decimals, Shown.DRAWN);
    }

    /** A figure that tables show and pictures do not. */
    public static Figure listed(String key, String title, String unit, int decimals) {
        return new Figure(key, title, unit, decimals, Shown.LISTED);
    }

    /** A count that tables show. */
    public static Figure count(String key, String title) {
        return new Figure(key, title, "", 0, Shown.LISTED);
    }

    /** A count that only JSON lines contain. */
    public static Figure jsonOnly(String key) {
        return new Figure(key, key, "", 0, Shown.JSON_ONLY);
    }

    /** What stands over its column. */
    public String heading() {
        return unit.isEmpty() || unit.equals(title) ? title : title + " " + unit;
    }
}
