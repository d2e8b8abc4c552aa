package dev.parley.room.state;

/** A value in a state, or in a patch of one. */
sealed interface StateNode permits StateLeaf, StateObject {
    /** Bytes of its JSON text in UTF-8. */
    long size();

    /** Appends its JSON text. */
    void write(StringBuilder out);
}
