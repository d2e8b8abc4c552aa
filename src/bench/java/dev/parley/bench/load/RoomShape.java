package dev.parley.bench.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many rooms a load uses, and how many members each has. */
public record RoomShape(int rooms, int members) {
    /** The form that {@link #parse} accepts, for error messages. */
    public static final String ALLOWED = "ROOMSxMEMBERS such as 10x100";

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

    public static Optional<RoomShape> parse(String text) {
        Matcher shape = TEXT.matcher(text);
        return shape.matches()
                ? Optional.of(new RoomShape(Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2))))
                : Optional.empty();
    }

    int connections() {
        return Math.multiplyExact(rooms, members);
    }

    @Override
    public String toString() {
        return rooms + "x" + members;
    }
}
