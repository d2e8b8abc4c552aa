package dev.parley.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Matches names of rooms with patterns: {@code *} stands for any characters, also none; a leading {@code !} denies and
 * wins over everything. Pure. A match takes one walk through the room's name, without backtracking.
 */
public final class RoomPatterns {
    private static final char DENY = '!';
    private static final char ANY = '*';
    /** So many places are looked at one by one; from more on everything behind the first is. */
    private static final int RANGES_MAX = 32;
    /** What no room's name begins with is nowhere. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]*");

    private RoomPatterns() {}

    /** Whether at least one pattern allows the room and none denies it. */
    public static boolean allow(List<String> patterns, String room) {
        return !denied(patterns, room)
                && patterns.stream().anyMatch(pattern -> !denies(pattern) && matches(pattern, 0, room));
    }

    /** Whether a {@code !} pattern names the room. */
    public static boolean denied(List<String> patterns, String room) {
        return patterns.stream().anyMatch(pattern -> denies(pattern) && matches(pattern, 1, room));
    }

    /** Where rooms that at least one pattern allows may be. */
    public static List<NameRange> ranges(List<String> patterns) {
        List<NameRange> ranges = NameRange.union(patterns.stream()
                .filter(pattern -> !denies(pattern))
                .map(RoomPatterns::range)
                .filter(range -> NAME.matcher(range.from()).matches())
                .toList());
        boolean few = ranges.size() <= RANGES_MAX;
        return few ? ranges : List.of(new NameRange(ranges.get(0).from(), NameRange.ALL.to()));
    }

    private static NameRange range(String pattern) {
        int star = pattern.indexOf(ANY);
        return star < 0 ? NameRange.exactly(pattern) : NameRange.prefix(pattern.substring(0, star));
    }

    private static boolean denies(String pattern) {
        return !pattern.isEmpty() && pattern.charAt(0) == DENY;
    }

    /**
     * The piece before the first star must begin the name and the piece behind the last one end it; those between are
     * taken at their first place from the left, which leaves the most for the rest, so no choice is ever taken back.
     */
    private static boolean matches(String pattern, int start, String room) {
        int star = pattern.indexOf(ANY, start);
        if (star < 0) {
            return room.length() == pattern.length() - start && room.startsWith(pattern.substring(start));
        }
        int at = star - start;
        if (!room.regionMatches(0, pattern, start, at)) {
            return false;
        }
        for (int next = pattern.indexOf(ANY, star + 1); next >= 0; next = pattern.indexOf(ANY, star + 1)) {
            String piece = pattern.substring(star + 1, next);
            int found = room.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
            star = next;
        }
        int tail = pattern.length() - star - 1;
        return room.length() - at >= tail && room.regionMatches(room.length() - tail, pattern, star + 1, tail);
    }
}
