package dev.parley.model;

import java.util.Locale;

/** Who may enter a room whose name says nothing about it. */
public enum RoomAccess {
    /** Whoever's token allows it. */
    OPEN,
    /** Its members, as far as their tokens allow it. */
    PRIVATE;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this text; {@link #OPEN} for null. What this version does not know is closed. */
    public static RoomAccess of(String text) {
        return text == null || text.equals(OPEN.text()) ? OPEN : PRIVATE;
    }
}
