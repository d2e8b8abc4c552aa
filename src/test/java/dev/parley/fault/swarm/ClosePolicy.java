package dev.parley.fault.swarm;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What a close means: the range of its code is the policy, and a draining node says when to come back. */
final class ClosePolicy {
    private ClosePolicy() {}

    static boolean reconnects(int code) {
        boolean isFinal = code == 1002 || code == 1007 || code == 1009 || code >= 4500;
        return !isFinal;
    }

    /** What the reason asks for; -1 when it asks for nothing. */
    static long retryAfterMs(String reason) {
        if (reason == null || !reason.startsWith("{")) {
            return -1;
        }
        try {
            return new JsonObject(reason).getLong("retryAfterMs", -1L);
        } catch (DecodeException e) {
            return -1;
        }
    }
}
