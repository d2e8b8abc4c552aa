package dev.parley.bench.figure;

/**
 * One kind of number.
 *
 * @param key its name in JSON
 * @param title its name for people, without the unit
 * @param unit of what; figures of one unit are drawn together; empty for counts
 * @param decimals how many are shown
 * @param shown where
 */
public record Figure(String key, String title, String unit, int decimals, Shown shown) {
    /** Where a figure is seen; JSON lines have all. */
    public enum Shown {
        /** In tables and pictures. */
        DRAWN,
        /** In tables. */
        LISTED,
        /** In JSON alone. */
        KEPT
    }

    /** One that pictures show. */
    public static Figure drawn(String key, String title, String unit, int decimals) {
        return new Figure(key, title, unit, decimals, Shown.DRAWN);
    }

    /** One that tables alone show. */
    public static Figure listed(String key, String title, String unit, int decimals) {
        return new Figure(key, title, unit, decimals, Shown.LISTED);
    }

    /** A number of things. */
    public static Figure count(String key, String title) {
        return new Figure(key, title, "", 0, Shown.LISTED);
    }

    /** A number of things for programs that read JSON. */
    public static Figure kept(String key) {
        return new Figure(key, key, "", 0, Shown.KEPT);
    }

    /** What stands over its column. */
    public String heading() {
        return unit.isEmpty() || unit.equals(title) ? title : title + " " + unit;
    }
}
