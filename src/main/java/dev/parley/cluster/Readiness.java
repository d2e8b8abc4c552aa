package dev.parley.cluster;

/**
 * Decides whether this node can serve its clients, or they had better go to another node, which can.
 *
 * <pre>
 * SERVING ── apart, while others host rooms ──────────────────────────► AWAY
 *    │ ▲ └── without its lease for GRACE_MS, while others hold theirs ──► │
 *    │ └───────────── neither, for settleMs or with nobody else ──────────┘
 * </pre>
 *
 * <p>Without any other node that serves there is nowhere to go to, so clients stay. Pure; time is passed in (ms,
 * monotonic).
 */
final class Readiness {
    private enum State {
        SERVING,
        AWAY
    }

    /**
     * How long a lease may be away beyond {@code cluster.stopAfter}: when a store comes back nodes reach it one by one.
     */
    static final long GRACE_MS = 2000;

    private static final long NEVER = -1;

    private final long settleMs;
    private State state = State.SERVING;
    private long withoutLeaseSince = NEVER;
    private long servesAt;
    private String problem = "";

    Readiness(long settleMs) {
        this.settleMs = settleMs;
    }

    /**
     * To be called often; after this node stood still, {@link #stoodStill} first.
     *
     * @param apart it cannot reach those that host rooms
     * @param othersHost rooms are placed on another node
     * @param leased it holds its lease
     * @param othersLeased others may hold theirs
     */
    void tick(long now, boolean apart, boolean othersHost, boolean leased, boolean othersLeased) {
        if (leased || !othersLeased) {
            withoutLeaseSince = NEVER;
        } else if (withoutLeaseSince == NEVER) {
            withoutLeaseSince = now;
        }
        if (withoutLeaseSince != NEVER && now - withoutLeaseSince >= GRACE_MS) {
            to(State.AWAY, now, "this node lost its lease while other nodes hold theirs");
        } else if (leased && apart && othersHost) {
            to(State.AWAY, now, "this node cannot reach the other nodes, which are serving");
        } else if (state == State.AWAY && leased && (!othersHost || now >= servesAt)) {
            to(State.SERVING, now, "");
        }
    }

    /** {@link State#AWAY} again puts off the return. */
    private void to(State next, long now, String why) {
        state = next;
        problem = why;
        servesAt = now + settleMs;
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
