package dev.parley.config.reading;

/** Thrown for a value that is not of its key's type; the message says what is allowed. It has no stack trace. */
final class Mismatch extends Exception {
    private final boolean complete;

    private Mismatch(String text, boolean complete) {
        super(text, null, false, false);
        this.complete = complete;
    }

    /** To be followed by what was found. */
    static Mismatch allowed(String allowed) {
        return new Mismatch("must be " + allowed, false);
    }

    /** Says all there is to say. */
    static Mismatch of(String text) {
        return new Mismatch(text, true);
    }

    boolean complete() {
        return complete;
    }
}
