package dev.parley.store;

/** Whether the store answers; {@code problem} is empty when it does. */
public record Health(boolean up, String problem) {
    public static final Health UP = new Health(true, "");

    public static Health down(String problem) {
        return new Health(false, problem);
    }
}
