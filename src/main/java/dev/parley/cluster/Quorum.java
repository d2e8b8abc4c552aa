package dev.parley.cluster;

/**
 * Whether this node may take rooms. One that reaches the store but is outside of the {@link LargestClique} steps back, so that the
 * rooms live where most of the nodes reach each other; so does one that was frozen, until it is sure that the others have
 * taken it in again.
 *
 * <pre>
 * JOINING ── inside ──► SETTLED ── outside for lonelyMs ──► LONELY ── inside ──► RETURNING
 *    └── outside for lonelyMs ──► LONELY   ▲                   ▲                     │ │
 *                                          │                   └── outside ──────────┘ │
 *                                          └── inside for settleMs ──────────────────┤
 * SETTLED ── was frozen for frozenMs ──► SETTLING ── for settleMs ──► SETTLED        (as RETURNING)
 * </pre>
 *
 * <p>Who returns does not take rooms at once: a network that comes and goes would have them move each time. When nobody
 * else takes rooms there is nobody to wait for; and when no node at all does although some hold leases, the first by name
 * does, and the next ones if it does not.
 *
 * <p>Only about where rooms are well placed: the store's leases and epochs decide who may have them. Pure; time is passed
 * in (ms, monotonic).
 */
final class Quorum {
    private enum State {
        JOINING,
        SETTLED,
        SETTLING,
        LONELY,
        RETURNING
    }

    private static final long NEVER = -1;

    private final long lonelyMs;
    private final long frozenMs;
    private final long settleMs;
    private State state = State.JOINING;
    private long outsideSince = NEVER;
    private long settledAt;
    private long lastTick;
    private long nobodySince = NEVER;
    private boolean fillsIn;

    Quorum(long lonelyMs, long frozenMs, long settleMs, long now) {
        this.lonelyMs = lonelyMs;
        this.frozenMs = frozenMs;
        this.settleMs = settleMs;
        this.lastTick = now;
    }

    /** It waits for the circle from now on. */
    void begin(long now) {
        lastTick = now;
    }

    /**
     * To be called often.
     *
     * @param inside whether this node is in the circle
     * @param othersTake whether rooms are placed on another node
     * @param rank how many nodes with a lease come before this one by name
     */
    void tick(long now, boolean inside, boolean othersTake, int rank) {
        if (now - lastTick >= frozenMs) {
            outsideSince = NEVER; // what it knows is as old as the pause
            if (state == State.SETTLED) {
                state = State.SETTLING;
            }
            settledAt = now + settleMs;
        }
        lastTick = now;
        if (inside) {
            outsideSince = NEVER;
            hearsAll(now, othersTake);
        } else {
            hearsTooFew(now);
        }
        fillIn(now, othersTake, rank);
    }

    private void hearsAll(long now, boolean othersTake) {
        if (state == State.LONELY) {
            state = State.RETURNING;
            settledAt = now + settleMs;
        }
        if (state == State.JOINING || now >= settledAt || !othersTake) {
            state = State.SETTLED;
        }
    }

    private void hearsTooFew(long now) {
        if (outsideSince == NEVER) {
            outsideSince = now;
        }
        if (state == State.RETURNING || now - outsideSince >= lonelyMs) {
            state = State.LONELY;
        }
    }

    private void fillIn(long now, boolean othersTake, int rank) {
        if (state == State.SETTLED || othersTake) {
            fillsIn = false;
            nobodySince = NEVER;
        } else if (nobodySince == NEVER) {
            nobodySince = now;
        }
        fillsIn |= nobodySince != NEVER && now - nobodySince >= rank * lonelyMs;
    }

    boolean mayTakeRooms() {
        return state == State.SETTLED || fillsIn;
    }

    /** Whether it has been outside of the circle for long. */
    boolean isApart() {
        return state == State.LONELY;
    }
}
