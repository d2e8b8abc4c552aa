package dev.parley.model;

import java.util.Locale;
import java.util.Optional;

/** What a bearer may do; each includes what stands before it, but {@code SERVICE} may not moderate. */
public enum Role {
    GUEST,
    MEMBER,
    MODERATOR,
    SERVICE,
    ADMIN;

    public static Optional<Role> of(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** What anybody has who could say something, when no token is at hand: a guest's, else a member's. */
    public static Role leastOf(Author author) {
        return author.guest() ? GUEST : MEMBER;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Is nobody whom a token vouches for: shown to others, and limited by address too. */
    public boolean isGuest() {
        return this == GUEST;
    }

    /** May stop, edit and delete what others said. */
    public boolean moderates() {
        return this == MODERATOR || this == ADMIN;
    }

    /** May speak for others. */
    public boolean serves() {
        return this == SERVICE || this == ADMIN;
    }
}
