package dev.parley.cluster;

/**
 * Whether this node can serve its clients, or they had better go to another node, which can.
 *
 * <pre>
 * SERVING ── apart, while others take rooms ──────────────────────────► AWAY
 *    │ ▲ └── without its lease for graceMs, while others hold theirs ──► │
 *    │ └───────────── neither, for settleMs or with nobody else ─────────┘
 * </pre>
 *
 * <p>Without any other node that serves there is nowhere to go to: who is connected stays. Pure; time is passed in (ms,
 * monotonic).
 */
final class Readiness {
    /** How long a lease may be away beyond {@code cluster.stopAfter}: when a store comes back nodes reach it one by one. */
    static final long GRACE_MS = 2000;

    private static final long NEVER = -1;

    private final long settleMs;
    private long withoutLeaseSince = NEVER;
    private long wellAt;
    private String problem = "";

    Readiness(long settleMs) {
        this.settleMs = settleMs;
    }

    /**
     * To be called often; after this node stood still, {@link #stoodStill} first.
     *
     * @param apart it cannot reach those that take rooms
     * @param othersTake rooms are placed on another node
     * @param leased it holds its lease
     * @param othersLeased others may hold theirs
     */
    void tick(long now, boolean apart, boolean othersTake, boolean leased, boolean othersLeased) {
        if (leased || !othersLeased) {
            withoutLeaseSince = NEVER;
        } else if (withoutLeaseSince == NEVER) {
            withoutLeaseSince = now;
        }
        if (withoutLeaseSince != NEVER && now - withoutLeaseSince >= GRACE_MS) {
            leave(now, "this node lost its lease, others hold theirs");
        } else if (leased && apart && othersTake) {
            leave(now, "this node does not reach the others, which serve");
        } else if (!problem.isEmpty() && leased && (!othersTake || now >= wellAt)) {
            problem = "";
        }
    }

    private void leave(long now, String why) {
        problem = why;
        wellAt = now + settleMs;
    }

    /** What it knew of the others is old. */
    void stoodStill() {
        withoutLeaseSince = NEVER;
    }

    /** Why it cannot serve; empty while it can, or nobody can. */
    String problem() {
        return problem;
    }
}
