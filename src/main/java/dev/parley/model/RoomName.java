package dev.parley.model;

import java.util.regex.Pattern;

/** Checks the name of a room: 1–128 of {@code A-Z a-z 0-9 . _ : -}, no dot first, no {@code .events} last. */
public final class RoomName {
    /** Where a frame without a room belongs. */
    public static final String DEFAULT = "main";

    /** Ends the address at which a room's events are published, so no room's name may end in it. */
    public static final String EVENTS_SUFFIX = ".events";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_:-][A-Za-z0-9._:-]{0,127}");

    private RoomName() {}

    public static boolean isValid(String name) {
        return ALLOWED.matcher(name).matches() && !name.endsWith(EVENTS_SUFFIX);
    }
}
