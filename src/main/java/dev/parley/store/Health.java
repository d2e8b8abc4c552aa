package dev.parley.store;

/** Whether the store can be used now; {@code problem} says why not, and is empty when it can. */
public record Health(boolean up, String problem) {
    public static final Health UP = new Health(true, "");

    public static Health down(String problem) {
        return new Health(false, problem);
    }
}
