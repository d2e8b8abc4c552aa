package dev.parley.store.postgres;

import dev.parley.store.Health;
import dev.parley.time.Monotonic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the server can be used, as the store's connections find out. Any thread.
 *
 * <pre>
 * STORING ── an append failed for want of space ──► FULL ── a write as large as many appends succeeded ──► ON_TRIAL
 *    ▲                                               ▲                                                     │  │
 *    │                                               └── an append failed for want of space ───────────────┘  │
 *    └──────────────────────────────────── an append succeeded ───────────────────────────────────────────────┘
 * any ── close ──► CLOSED
 * </pre>
 *
 * <p>A server whose disk is full still answers, and takes small updates in place: neither a read nor a lease shows
 * whether it can store. Each trial that fails puts the next one off, from 1 second to 30.
 */
final class Availability {
    private enum State {
        STORING,
        FULL,
        ON_TRIAL,
        CLOSED
    }

    private static final long FIRST_PROOF_MS = 1000;
    private static final long LAST_PROOF_MS = 30_000;

    private final Map<Object, String> problems = new ConcurrentHashMap<>();
    private final OutageLog outageLog = new OutageLog();
    private volatile State state = State.STORING;
    private volatile Throwable full; // the latest reason, while FULL
    private volatile long proofAt;
    private long proofMs;

    /** A connection is away. */
    void down(Object connection, String problem) {
        problems.put(connection, problem);
        report();
    }

    /** A connection is there, and the server did on it what prepares it. */
    void up(Object connection) {
        if (problems.remove(connection) != null) {
            report();
        }
    }

    /** A write found no space. */
    synchronized void cannotStore(Throwable why) {
        if (state != State.CLOSED) {
            full = why;
            if (state == State.FULL) {
                report();
            } else {
                proofMs = state == State.ON_TRIAL ? Math.min(LAST_PROOF_MS, 2 * proofMs) : FIRST_PROOF_MS;
                proofAt = Monotonic.millis() + proofMs;
                to(State.FULL);
            }
        }
    }

    /** Why nothing can be stored before a proof that it can; null when there is nothing to prove. */
    Throwable full() {
        return state == State.FULL ? full : null;
    }

    /** Whether the next proof may be tried. */
    boolean mayProve() {
        return Monotonic.millis() >= proofAt;
    }

    /** A write as large as many appends has succeeded. */
    synchronized void proved() {
        if (state == State.FULL) {
            to(State.ON_TRIAL);
        }
    }

    /** Appends were stored. */
    void stored() {
        if (state == State.ON_TRIAL) {
            endTrial();
        }
    }

    private synchronized void endTrial() {
        if (state == State.ON_TRIAL) {
            to(State.STORING);
        }
    }

    synchronized void close() {
        to(State.CLOSED);
    }

    private void to(State next) {
        state = next;
        report();
    }

    Health health() {
        if (state == State.CLOSED) {
            return Health.down("closed");
        }
        String problem = problem();
        return problem.isEmpty() ? Health.UP : Health.down(problem);
    }

    private String problem() {
        return state == State.FULL
                ? "it has no space to store anything (" + PgFault.problem(full) + ")"
                : problems.values().stream().findFirst().orElse("");
    }

    private synchronized void report() {
        if (state != State.CLOSED) {
            outageLog.update(problem());
        }
    }
}
