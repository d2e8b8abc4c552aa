package dev.parley.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows which other nodes reply to this one. Each is asked again and again over the bus, on which the commands of
 * clients go as well, so a reply shows both ways. Pure; time is passed in (ms, monotonic).
 */
final class Reachability {
    private final long silenceMs;
    private final Map<String, Long> answeredAt = new HashMap<>();
    private final Set<String> leased = new HashSet<>();

    /** @param silenceMs a node that did not reply for so long is not reachable */
    Reachability(long silenceMs) {
        this.silenceMs = silenceMs;
    }

    /** A node has answered, and said whether it holds its lease. */
    void answered(String node, boolean holdsLease, long now) {
        answeredAt.put(node, now);
        if (holdsLease) {
            leased.add(node);
        } else {
            leased.remove(node);
        }
    }

    /** Those that are known from now on. */
    void retain(Set<String> nodes) {
        answeredAt.keySet().retainAll(nodes);
        leased.retainAll(nodes);
    }

    /** This node stood still for so long: no reply could have arrived. */
    void stoodStill(long ms) {
        answeredAt.replaceAll((node, at) -> at + ms);
    }

    Set<String> reachable(long now) {
        Set<String> reached = new HashSet<>();
        answeredAt.forEach((node, at) -> {
            if (now - at < silenceMs) {
                reached.add(node);
            }
        });
        return reached;
    }

    /**
     * Whether some of {@code others} may hold their leases, as far as a node can tell that cannot ask the store: one
     * says so, or most do not reply.
     */
    boolean othersMayHoldLeases(Set<String> others, long now) {
        Set<String> reached = reachable(now);
        reached.retainAll(others);
        return reached.stream().anyMatch(leased::contains) || 2 * (reached.size() + 1) <= others.size() + 1;
    }
}
