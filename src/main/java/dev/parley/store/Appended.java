package dev.parley.store;

/** The outcome of an append; in every case but {@link Stored} nothing was written. */
public sealed interface Appended {

    /** The event is durable under this {@code seq}. */
    record Stored(long seq) implements Appended {}

    /** The sender stored an event under this id before; {@code same} tells whether with the same content. */
    record Duplicate(long seq, long ts, boolean same) implements Appended {}

    /** The append's epoch is not the room's, which is {@code epoch}: another owner has the room. */
    record Fenced(long epoch) implements Appended {}

    /** The turn that the event ends is not in progress, or not in this attempt. */
    record TurnOver() implements Appended {}
}
