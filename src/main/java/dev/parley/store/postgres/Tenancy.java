package dev.parley.store.postgres;

import java.util.List;

/**
 * Makes sure that a database is used by one node without a cluster, or by the nodes of one cluster, and not by both.
 *
 * <p>Two nodes without a cluster would take each other's rooms for ever; the fence would keep every message, but no
 * client would be served well. So a session of its own has an advisory lock on the schema's tables as long as the node
 * runs: the nodes of a cluster share it, a node alone has it for itself. The server drops the lock with the session; a
 * node whose session was lost takes it again, and serves no rooms until it has it.
 */
enum Tenancy {
    ALONE("pg_advisory_lock", 1000),
    /** Waits longer, so that a node of a cluster does not fail because a node alone waits in vain at the same time. */
    SHARED("pg_advisory_lock_shared", 2000);

    /**
     * The lock's key for this schema in this database: the table's number stands for both. The other number means
     * nothing.
     */
    static final String KEY = "(1885434988::bigint << 32) + 'rooms'::regclass::oid::bigint";

    private final String function;
    private final long waitMs;

    Tenancy(String function, long waitMs) {
        this.function = function;
        this.waitMs = waitMs;
    }

    /**
     * The statements by which a session takes the lock; they fail with 55P03 when others have it. A session of the same
     * name is an earlier one of this node that the server has not dropped yet.
     */
    List<String> preparation(String session, long timeoutMs) {
        return List.of(
                "SET application_name = '" + session + "'",
                "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + session
                        + "' AND usename = current_user AND pid <> pg_backend_pid()",
                "SET lock_timeout = " + Math.max(1, Math.min(waitMs, timeoutMs / 2)),
                "SELECT " + function + "(" + KEY + ")");
    }

    /** For people, after "is in use by". */
    String others() {
        return this == ALONE
                ? "another node: stop that one, or set cluster.enabled on both"
                : "a node with cluster.enabled: false: stop that one, or set cluster.enabled on all";
    }
}
