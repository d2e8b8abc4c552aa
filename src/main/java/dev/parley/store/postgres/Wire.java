package dev.parley.store.postgres;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.sqlclient.SqlConnection;

/**
 * One connection, from its first packet, that can be cut at any time. The client's own close waits for a server's answer,
 * also while it connects; a frozen server gives none. The only user of the client's internals.
 */
final class Wire {
    private final PgConnectionFactory factory;
    private final Future<SqlConnection> connection;

    /** Connects, on this context. */
    Wire(ContextInternal context, PgConnectOptions options, long timeoutMs) {
        int connectTimeoutMs = (int) Math.min(timeoutMs, Integer.MAX_VALUE);
        factory = new PgConnectionFactory(
                context.owner(),
                new NetClientOptions().setConnectTimeout(connectTimeoutMs).setTcpKeepAlive(true));
        connection = factory.connect((Context) context, options);
    }

    Future<SqlConnection> connection() {
        return connection;
    }

    /** Closes the socket; what waits for an answer fails. */
    void cut() {
        Promise<Void> closed = Promise.promise(); // nobody waits for it: there is nothing to be done about a failure
        factory.close(closed);
    }
}
