package dev.parley.model;

import java.util.Locale;
import java.util.Optional;

/** What a member may do in a private room; each stands above those that follow. Only {@code access} compares them. */
public enum RoomRole {
    OWNER,
    MODERATOR,
    MEMBER,
    /** May do what changes nothing for others. */
    READER;

    public static Optional<RoomRole> of(String text) {
        for (RoomRole role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
