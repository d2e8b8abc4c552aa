package dev.parley.store;

/** What became of an append. */
public sealed interface Appended {

    /** Durable under this {@code seq}. */
    record Stored(long seq) implements Appended {}

    /** It was stored before; {@code same} tells whether with the same content. Nothing was written. */
    record Duplicate(long seq, long ts, boolean same) implements Appended {}

    /** The epoch is stale: another owner has the room. Nothing was written. */
    record Fenced(long epoch) implements Appended {}

    /** The turn that it should end is not in progress, or not in this attempt. Nothing was written. */
    record TurnOver() implements Appended {}
}
