package dev.parley.testing;

/** Stand-in until the gateway is merged: the real one replaces this file. */
@SuppressWarnings("DoNotCallSuggester") // it always throws, as long as it stands in
public final class TestNode implements AutoCloseable {
    private TestNode() {}

    public static TestNode start() {
        throw new UnsupportedOperationException("replaced when the gateway is merged");
    }

    public int port() {
        throw new UnsupportedOperationException("replaced when the gateway is merged");
    }

    public String baseUrl() {
        return "http://localhost:" + port();
    }

    @Override
    public void close() {}
}
