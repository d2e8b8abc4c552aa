package dev.parley.bench.client;

/** Nothing can be measured, and why, in a line for people. */
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchFailure(String text) {
        super(text);
    }

    public BenchFailure(String text, Throwable cause) {
        super(text, cause);
    }
}
