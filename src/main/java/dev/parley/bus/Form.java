package dev.parley.bus;

/** Writes and reads the values of one type. Immutable: made when the node starts, used from any thread. */
interface Form {

    /**
     * Never fails for a value of its type, so that no connection between nodes is torn down by what is sent over it.
     */
    void write(Object value, WireWriter out);

    /** Fails with {@link Unreadable}. */
    Object read(WireReader in);

    /** What is read where an older sender has nothing. */
    default Object missing() {
        return null;
    }
}
