package dev.parley.cluster;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether this node may take rooms, as far as it can tell from who it hears: a node that reaches the store but only the
 * smaller part of the others steps back, so that the rooms live where most of the nodes are; so does one that was frozen,
 * until it is sure that the others have taken it in again. It still serves its sockets.
 *
 * <pre>
 * SETTLED ── hears no majority for lonelyMs ──► LONELY ── hears one ──► SETTLED
 *    └─────── was frozen for frozenMs ──► SETTLING ── for settleMs ──────────┘
 * </pre>
 *
 * <p>Only about where rooms are well placed: the store's leases and epochs decide who may have them. Pure; time is passed
 * in (ms, monotonic).
 */
final class Quorum {
    private final String me;
    private final long lonelyMs;
    private final long frozenMs;
    private final long settleMs;
    private boolean lonely;
    private long heardAt;
    private long settledAt;
    private long lastTick;

    Quorum(String me, long lonelyMs, long frozenMs, long settleMs, long now) {
        this.me = me;
        this.lonelyMs = lonelyMs;
        this.frozenMs = frozenMs;
        this.settleMs = settleMs;
        this.heardAt = now;
        this.settledAt = now;
        this.lastTick = now;
    }

    /**
     * To be called often.
     *
     * @param live those that hold a lease
     * @param heard those that this node hears
     */
    void tick(long now, Set<String> live, Set<String> heard) {
        if (now - lastTick >= frozenMs) {
            settledAt = now + settleMs; // what it heard is as old as the pause
            heardAt = now;
        }
        lastTick = now;
        if (isMost(live, heard)) {
            lonely = false;
            heardAt = now;
        } else if (now - heardAt >= lonelyMs) {
            lonely = true;
        }
    }

    /** {@code othersTake} tells whether there is anybody else: a machine that stood still as a whole does not wait for itself. */
    boolean mayTakeRooms(long now, boolean othersTake) {
        return !lonely && (now >= settledAt || !othersTake);
    }

    /** More than half, or that half in which the first one by name is. */
    private boolean isMost(Set<String> live, Set<String> heard) {
        Set<String> all = new HashSet<>(live);
        all.add(me);
        Set<String> ours = new HashSet<>(all);
        ours.retainAll(heard);
        ours.add(me);
        int twice = 2 * ours.size();
        return twice > all.size() || (twice == all.size() && ours.contains(Collections.min(all)));
    }
}
