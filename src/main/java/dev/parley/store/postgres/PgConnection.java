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
 * One connection, from its first packet, that can be cut at any time. The client's own close waits for the server, also
 * while it connects, and a frozen server does not reply. The only user of the client's internals. On the connection's
 * context.
 */
final class PgConnection {
    private final PgConnectionFactory factory;
    private final Future<SqlConnection> connection;

    /** Connects, on this context. */
    PgConnection(ContextInternal context, PgConnectOptions options, long timeoutMs) {
        int connectTimeoutMs = (int) Math.min(timeoutMs, Integer.MAX_VALUE);
        factory = new PgConnectionFactory(
                context.owner(),
                new NetClientOptions().setConnectTimeout(connectTimeoutMs).setTcpKeepAlive(true));
        connection = factory.connect((Context) context, options);
    }

    Future<SqlConnection> connection() {
        return connection;
    }

    /**
     * Fails the statements that wait for the server and closes this end. Completes when the server has closed its end
     * as well, which a frozen server does when it thaws; until then the socket takes a file of this process.
     */
    Future<Void> cut() {
        Promise<Void> closed = Promise.promise();
        factory.close(closed);
        return closed.future();
    }
}
