package dev.parley.store;

import dev.parley.model.Code;

/** The outcome of a commit; in every case but {@link Stored} nothing was written. */
public sealed interface Committed {

    /**
     * It is durable, its events under {@code first} to {@code last}. Without an event {@code last} is the room's last,
     * and {@code first} is above it.
     */
    record Stored(long first, long last) implements Committed {}

    /** The sender stored an event under this id before; {@code same} tells whether with the same content. */
    record Duplicate(long seq, long ts, boolean same) implements Committed {}

    /** Everything is already as an effect would have it. */
    record Unchanged() implements Committed {}

    /** An effect is not possible: what it changes is not there, or not in the state that it must be in. */
    record Refused(Code code) implements Committed {}

    /** The commit's epoch is not the room's, which is {@code epoch}: another owner has the room. */
    record Fenced(long epoch) implements Committed {}
}
