package dev.parley.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A mute or a kick of one user in one room. In force until its time; it has no effect on whoever stands as high as the
 * one who imposed it.
 *
 * @param until milliseconds since the epoch; {@link #FOR_EVER} until it is lifted
 * @param rank of whoever imposed it, see {@code access.Ranks}
 */
public record Sanction(Kind kind, long until, int rank) {
    public static final long FOR_EVER = Long.MAX_VALUE;

    /** What it takes away. */
    public enum Kind {
        /** Everything that changes something for others. */
        MUTE,
        /** Everything in the room. */
        KICK;

        public static Optional<Kind> of(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isInForce(long now) {
        return now < until;
    }
}
