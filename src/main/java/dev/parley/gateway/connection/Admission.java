package dev.parley.gateway.connection;

import dev.parley.config.Limits;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Counts the connections of this node, in all and of each user, and decides whether it takes more: not while it drains,
 * and not while it cannot serve and other nodes can. For any thread. Limits: {@code limits.connections}, {@code
 * limits.connectionsPerUser}.
 */
public final class Admission {
    private static final long RETRY_MS = 5000;
    /** Another node may take the same client at once. */
    private static final long ELSEWHERE_MS = 500;

    private final Limits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();
    private final Supplier<String> outage;
    private volatile boolean draining;

    /** {@code outage} says why this node cannot serve although others can; empty while it can. */
    public Admission(Limits limits, Supplier<String> outage) {
        this.limits = limits;
        this.outage = outage;
    }

    /** Counts a connection in, or throws {@code rate_limited}, or {@code unavailable} while the node takes nobody. */
    public void enter(String user) {
        if (all.incrementAndGet() > limits.connections()) {
            all.decrementAndGet();
            throw tooMany("connections on this node (limits.connections)");
        }
        if (byUser.merge(user, 1, Integer::sum) > limits.connectionsPerUser()) {
            leave(user);
            throw tooMany("connections of this user (limits.connectionsPerUser)");
        }
        if (draining) {
            leave(user);
            throw Code.UNAVAILABLE.refuse("this node is draining", RETRY_MS);
        }
        String problem = outage.get();
        if (!problem.isEmpty()) {
            leave(user);
            throw Code.UNAVAILABLE.refuse(problem, ELSEWHERE_MS);
        }
    }

    private static Refusal tooMany(String what) {
        return Code.RATE_LIMITED.refuse("too many " + what, RETRY_MS);
    }

    /** Counts a connection out. */
    public void leave(String user) {
        all.decrementAndGet();
        byUser.computeIfPresent(user, (u, count) -> count == 1 ? null : count - 1);
    }

    /** From now on nobody comes in. */
    public void drain() {
        draining = true;
    }

    public boolean isDraining() {
        return draining;
    }

    public int connections() {
        return all.get();
    }
}
