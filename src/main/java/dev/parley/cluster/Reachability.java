package dev.parley.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which other nodes answer this one. Each is asked again and again over the bus, on which the commands of clients go as well: an
 * answer has been both ways. Pure; time is passed in (ms, monotonic).
 */
final class Reachability {
    private final long silenceMs;
    private final Map<String, Long> answeredAt = new HashMap<>();
    private final Set<String> leased = new HashSet<>();

    /** @param silenceMs who did not answer for so long is not heard */
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

    /** This node stood still for so long: it could not have heard anybody. */
    void stoodStill(long ms) {
        answeredAt.replaceAll((node, at) -> at + ms);
    }

    Set<String> heard(long now) {
        Set<String> heard = new HashSet<>();
        answeredAt.forEach((node, at) -> {
            if (now - at < silenceMs) {
                heard.add(node);
            }
        });
        return heard;
    }

    /**
     * Whether some of {@code others} may hold their leases, as far as a node can tell that cannot ask the store: one says so, or
     * most do not answer.
     */
    boolean othersMayHoldLeases(Set<String> others, long now) {
        Set<String> heard = heard(now);
        heard.retainAll(others);
        return heard.stream().anyMatch(leased::contains) || 2 * (heard.size() + 1) <= others.size() + 1;
    }
}
