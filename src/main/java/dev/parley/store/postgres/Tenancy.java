package dev.parley.store.postgres;

import java.util.List;

/**
 * Who uses the database: one node by itself, or the nodes of a cluster. Two nodes without a cluster would take each other's
 * rooms for ever; the fence keeps every message, but nobody is served well. So a session of its own holds an advisory lock on
 * the schema's tables as long as the node runs: shared by the nodes of a cluster, by a node alone for itself. The server drops
 * it with the session; a node whose session was lost takes it again, or serves no rooms until it can.
 */
enum Tenancy {
    ALONE("pg_advisory_lock", 1000),
    /** Waits longer, so that one of these does not fail because of one of those that waits in vain. */
    SHARED("pg_advisory_lock_shared", 2000);

    /** Of this schema in this database: the table's number stands for both. The other number means nothing. */
    static final String KEY = "(1885434988::bigint << 32) + 'rooms'::regclass::oid::bigint";

    private final String function;
    private final long waitMs;

    Tenancy(String function, long waitMs) {
        this.function = function;
        this.waitMs = waitMs;
    }

    /**
     * What a session does to hold it; fails with 55P03 when others do. A session of the same name is one of ours that the
     * server has not missed yet.
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
