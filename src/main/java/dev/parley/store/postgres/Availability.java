package dev.parley.store.postgres;

import dev.parley.store.Health;
import dev.parley.time.Monotonic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store's connections say about the server. Any thread.
 *
 * <pre>
 * STORING ── an append failed for want of space ──► FULL ── a write as large as many appends succeeded ──► ON TRIAL
 *    ▲                                               ▲                                                     │  │
 *    │                                               └─────────────── an append failed ────────────────────┘  │
 *    └──────────────────────────────────── an append succeeded ───────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A full disk still answers, and takes small updates in place: neither a read nor a lease shows that it can store. Each
 * trial that fails puts the next one off.
 */
final class Availability {
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);
    private static final long FIRST_PROOF_MS = 1000;
    private static final long LAST_PROOF_MS = 30_000;
    /** What comes and goes is told at growing distances. */
    private static final long FIRST_QUIET_MS = 2000;

    private static final long LAST_QUIET_MS = 60_000;

    private final Map<Object, String> problems = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile Throwable full; // null unless it cannot store
    private volatile boolean onTrial;
    private long proofMs;
    private volatile long proofAt;
    private boolean told;
    private long quietMs;
    private long toldAt;

    /** A connection is away. */
    void down(Object connection, String problem) {
        problems.put(connection, problem);
        tell();
    }

    /** It is there, and the server does what it is asked on it. */
    void up(Object connection) {
        if (problems.remove(connection) != null) {
            tell();
        }
    }

    /** What was to be stored found no space. */
    synchronized void cannotStore(Throwable why) {
        if (full == null) {
            proofMs = onTrial ? Math.min(LAST_PROOF_MS, 2 * proofMs) : FIRST_PROOF_MS;
            proofAt = Monotonic.millis() + proofMs;
            onTrial = false;
        }
        full = why;
        tell();
    }

    /** Why nothing can be stored before it is proved that it can; null when there is nothing to prove. */
    Throwable full() {
        return full;
    }

    /** Whether the next proof may be tried. */
    boolean mayProve() {
        return Monotonic.millis() >= proofAt;
    }

    /** A write as large as many appends has succeeded. */
    synchronized void proved() {
        if (full != null) {
            full = null;
            onTrial = true;
            tell();
        }
    }

    /** Appends were stored. */
    void stored() {
        onTrial = false;
    }

    void close() {
        closed = true;
    }

    private String problem() {
        Throwable why = full;
        return why != null
                ? "it has no space to store anything (" + PgFault.problem(why) + ")"
                : problems.values().stream().findFirst().orElse("");
    }

    private synchronized void tell() {
        String problem = problem();
        long now = Monotonic.millis();
        if (problem.isEmpty() && told) {
            told = false;
            LOG.info("the store is back");
        } else if (!problem.isEmpty() && !told && !closed && (quietMs == 0 || now - toldAt >= quietMs)) {
            quietMs = quietMs == 0 || now - toldAt >= 2 * LAST_QUIET_MS
                    ? FIRST_QUIET_MS
                    : Math.min(LAST_QUIET_MS, 2 * quietMs);
            told = true;
            toldAt = now;
            LOG.warn("the store is away: {}", problem);
        }
    }

    Health health() {
        String problem = closed ? "closed" : problem();
        return problem.isEmpty() ? Health.UP : Health.down(problem);
    }
}
