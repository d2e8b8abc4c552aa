package dev.parley.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A range of the names of rooms, in the order in which stores sort them: from {@code from} up to, but without, {@code
 * to}. Pure.
 *
 * <p>Names are made of {@code A-Z a-z 0-9 . _ : -}: no character of theirs sorts before {@code -} or behind {@code ~}.
 */
public record NameRange(String from, String to) {
    private static final String FIRST = "-";
    private static final String BEHIND = "~";

    /** Every name. */
    public static final NameRange ALL = new NameRange("", BEHIND);

    /** All names that begin so. */
    public static NameRange prefix(String beginning) {
        return new NameRange(beginning, beginning + BEHIND);
    }

    /** One name. */
    public static NameRange exactly(String name) {
        return new NameRange(name, name + FIRST);
    }

    /** What of this range lies behind a name; it may be empty. */
    public NameRange after(String name) {
        String next = name + FIRST;
        return next.compareTo(from) > 0 ? new NameRange(next, to) : this;
    }

    public boolean isEmpty() {
        return from.compareTo(to) >= 0;
    }

    public boolean contains(String name) {
        return name.compareTo(from) >= 0 && name.compareTo(to) < 0;
    }

    /** This range without the names of another one. */
    public List<NameRange> without(NameRange other) {
        NameRange before = new NameRange(from, min(to, other.from));
        NameRange behind = new NameRange(max(from, other.to), to);
        return List.of(before, behind).stream().filter(part -> !part.isEmpty()).toList();
    }

    /** The same names in order, where no two ranges overlap. */
    public static List<NameRange> union(List<NameRange> ranges) {
        List<NameRange> sorted = ranges.stream()
                .filter(range -> !range.isEmpty())
                .sorted(Comparator.comparing(NameRange::from))
                .toList();
        List<NameRange> joined = new ArrayList<>();
        for (NameRange next : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && next.from.compareTo(joined.get(last).to) <= 0) {
                joined.set(last, new NameRange(joined.get(last).from, max(joined.get(last).to, next.to)));
            } else {
                joined.add(next);
            }
        }
        return List.copyOf(joined);
    }

    private static String min(String a, String b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static String max(String a, String b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
