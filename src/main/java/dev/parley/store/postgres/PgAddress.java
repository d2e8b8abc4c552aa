package dev.parley.store.postgres;

import io.vertx.pgclient.PgConnectOptions;

/** Where the server is and how to come in, read from the configured URL. It never shows the password. */
final class PgAddress {
    private final PgConnectOptions options;

    private PgAddress(PgConnectOptions options) {
        this.options = options;
    }

    /** Reads it, or throws an {@link IllegalStateException} that names {@code store.url}. */
    static PgAddress of(String url) {
        try {
            return new PgAddress(PgConnectOptions.fromUri(url)
                    .setCachePreparedStatements(true)
                    .setPipeliningLimit(64)
                    .setReconnectAttempts(0));
        } catch (RuntimeException e) {
            // Its text repeats the URL, and so would a stack trace.
            throw new IllegalStateException(
                    "store.url: is not a URL like postgresql://user:password@host:5432/database");
        }
    }

    PgConnectOptions options() {
        return new PgConnectOptions(options);
    }

    /** For people: host, port and database. */
    @Override
    public String toString() {
        return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    }
}
