package dev.parley.bench.client;

/** Thrown when nothing can be measured; its message is one line that tells the user why. */
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchFailure(String text) {
        super(text);
    }

    public BenchFailure(String text, Throwable cause) {
        super(text, cause);
    }
}
