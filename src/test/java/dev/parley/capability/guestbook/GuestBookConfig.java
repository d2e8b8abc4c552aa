package dev.parley.capability.guestbook;

import dev.parley.config.Check;

/**
 * The section {@code guestbook}. Immutable.
 *
 * @param signatures most signatures in one room
 */
public record GuestBookConfig(int signatures) {
    public GuestBookConfig {
        Check.range("signatures", signatures, 1, 100_000);
    }
}
