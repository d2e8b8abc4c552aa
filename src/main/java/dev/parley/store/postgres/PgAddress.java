package dev.parley.store.postgres;

import dev.parley.config.InvalidConfig;
import io.vertx.pgclient.PgConnectOptions;

/** The database that the configured URL names, and how to log in there. Immutable; it never shows the password. */
final class PgAddress {
    private static final String KEY = "store.url";

    private final PgConnectOptions options;

    private PgAddress(PgConnectOptions options) {
        this.options = options;
    }

    /** Reads it; what is wrong with it is a fault of {@code store.url}. */
    static PgAddress of(String url) throws InvalidConfig {
        try {
            return new PgAddress(PgConnectOptions.fromUri(url)
                    .setCachePreparedStatements(true)
                    .setPipeliningLimit(64)
                    .setReconnectAttempts(0));
        } catch (RuntimeException e) {
            // Its text repeats the URL, and so would a stack trace.
            throw new InvalidConfig(KEY, "is not a URL like postgresql://user:password@host:5432/database");
        }
    }

    PgConnectOptions options() {
        return new PgConnectOptions(options);
    }

    /** A fault of {@code store.url}; {@code text} goes on behind the address. */
    InvalidConfig invalid(String text) {
        return new InvalidConfig(KEY, this + " " + text);
    }

    /** The failure of a start: the fault that {@code why} is, or else that the database cannot be opened. */
    InvalidConfig cannotBeOpened(Throwable why) {
        return why instanceof InvalidConfig known ? known : invalid("cannot be opened: " + PgFault.problem(why));
    }

    /** For people: host, port and database. */
    @Override
    public String toString() {
        return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    }
}
