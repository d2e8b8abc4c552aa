package dev.parley.store.postgres;

/** Whether the messages of all rooms are numbered, so that pages of them are read by number. Any thread. */
final class Numbering {
    private volatile boolean done;

    boolean isDone() {
        return done;
    }

    /** For good: rooms that come later begin numbered. */
    void done() {
        done = true;
    }
}
