package dev.parley.model;

import java.util.Locale;

/** For whom a room's setting {@code speak} or {@code writeState} is. */
public enum SpeakPolicy {
    EVERYONE,
    /** In an open room all but guests. */
    MEMBERS,
    MODERATORS;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this text; {@link #EVERYONE} for null and for what this version does not know. */
    public static SpeakPolicy of(String text) {
        for (SpeakPolicy each : values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        return EVERYONE;
    }
}
