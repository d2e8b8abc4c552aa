package dev.parley.gateway.http;

import dev.parley.limit.KeyedRate;
import dev.parley.model.Code;

/**
 * Limits how often one may open sessions and try secrets, by {@code limits.sessions}. From any thread.
 *
 * @param rate shared by all gateways of a node
 */
public record AttemptLimit(KeyedRate rate) {

    /** Counts one of an address. Throws {@code rate_limited}. */
    public void check(String address) {
        take(address, "from this address");
    }

    /** The same, and counts it for the user as well, who may have many addresses. */
    public void check(String address, String user) {
        check(address);
        take("user " + user, "of this user");
    }

    private void take(String key, String whose) {
        long wait = rate.take(key, System.nanoTime());
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many attempts " + whose + " (limits.sessions)", wait);
        }
    }
}
