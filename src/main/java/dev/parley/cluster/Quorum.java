package dev.parley.cluster;

/**
 * Decides whether this node may host rooms. A node that reaches the store but is outside of the {@link LargestClique}
 * stops hosting, so that the rooms live where most of the nodes reach each other; so does a node that was frozen, until
 * it is sure that the others have taken it in again.
 *
 * <pre>
 * JOINING ── inside ──► SETTLED ── outside for lonelyMs ──► LONELY ── inside ──► RETURNING
 *    └── outside for lonelyMs ──► LONELY   ▲                   ▲                     │ │
 *                                          │                   └── outside ──────────┘ │
 *                                          └── inside for settleMs ──────────────────┤
 * SETTLED ── was frozen for frozenMs ──► SETTLING ── for settleMs ──► SETTLED        (as RETURNING)
 * </pre>
 *
 * <p>A node that returns does not host rooms at once: with a network that comes and goes they would move each time. It
 * does when no other node hosts rooms, for then there is nobody to wait for. When no node at all hosts rooms although
 * some hold leases, the first by name does, and the next ones if it does not:
 *
 * <pre>
 * HOSTED ── nobody hosts rooms ──► VACANT ── for rank × lonelyMs ──► STOOD_IN
 *    ▲ └──────── another node does, or this one is settled ───────────┘
 * </pre>
 *
 * <p>Only about where rooms are well placed: the store's leases and epochs decide who may have them. Pure; time is
 * passed in (ms, monotonic).
 */
final class Quorum {
    /** How this node stands to the clique. */
    private enum State {
        JOINING,
        SETTLED,
        SETTLING,
        LONELY,
        RETURNING
    }

    /** Whether somebody hosts rooms. */
    private enum Hosting {
        HOSTED,
        VACANT,
        STOOD_IN
    }

    private static final long NEVER = -1;

    private final long lonelyMs;
    private final long frozenMs;
    private final long settleMs;
    private State state = State.JOINING;
    private Hosting hosting = Hosting.HOSTED;
    private long outsideSince = NEVER;
    private long vacantSince;
    private long settledAt;
    private long lastTick;

    Quorum(long lonelyMs, long frozenMs, long settleMs, long now) {
        this.lonelyMs = lonelyMs;
        this.frozenMs = frozenMs;
        this.settleMs = settleMs;
        this.lastTick = now;
    }

    /** The node wants to host rooms from now on. */
    void begin(long now) {
        lastTick = now;
    }

    /**
     * To be called often.
     *
     * @param inside whether this node is in the clique
     * @param othersHost whether rooms are placed on another node
     * @param rank how many nodes with a lease come before this one by name
     */
    void tick(long now, boolean inside, boolean othersHost, int rank) {
        if (now - lastTick >= frozenMs) {
            outsideSince = NEVER; // what it knows is as old as the pause
            settledAt = now + settleMs;
            if (state == State.SETTLED) {
                to(State.SETTLING);
            }
        }
        lastTick = now;
        if (inside) {
            onInside(now, othersHost);
        } else {
            onOutside(now);
        }
        to(hosting(now, othersHost, rank), now);
    }

    private void onInside(long now, boolean othersHost) {
        outsideSince = NEVER;
        if (state == State.LONELY) {
            settledAt = now + settleMs;
            to(State.RETURNING);
        }
        if (state == State.JOINING || now >= settledAt || !othersHost) {
            to(State.SETTLED);
        }
    }

    private void onOutside(long now) {
        if (outsideSince == NEVER) {
            outsideSince = now;
        }
        if (state == State.RETURNING || now - outsideSince >= lonelyMs) {
            to(State.LONELY);
        }
    }

    private Hosting hosting(long now, boolean othersHost, int rank) {
        if (state == State.SETTLED || othersHost) {
            return Hosting.HOSTED;
        }
        long vacantMs = hosting == Hosting.HOSTED ? 0 : now - vacantSince;
        return hosting == Hosting.STOOD_IN || vacantMs >= rank * lonelyMs ? Hosting.STOOD_IN : Hosting.VACANT;
    }

    private void to(State next) {
        state = next;
    }

    private void to(Hosting next, long now) {
        if (hosting == Hosting.HOSTED) {
            vacantSince = now;
        }
        hosting = next;
    }

    boolean mayHostRooms() {
        return state == State.SETTLED || hosting == Hosting.STOOD_IN;
    }

    /** Whether it has been outside of the clique for long. */
    boolean isApart() {
        return state == State.LONELY;
    }
}
