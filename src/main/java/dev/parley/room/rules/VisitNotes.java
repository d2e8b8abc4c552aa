package dev.parley.room.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Services and admins who looked into a private room lately: the audit trail tells each once an hour.
 *
 * <p>Pure: the caller passes the time (ms). One thread at a time; at most {@link #USERS_MAX} users, then those who came
 * first are told again.
 */
public final class VisitNotes {
    private static final int USERS_MAX = 1000;
    private static final long ONCE_IN_MS = 3_600_000;

    private final Map<String, Long> toldAt = new LinkedHashMap<>(2);

    /** Whether a visit of this user is to be told. */
    public boolean isNew(String user, long now) {
        Long at = toldAt.get(user);
        return at == null || now - at >= ONCE_IN_MS;
    }

    /** A visit is being told. */
    public void add(String user, long now) {
        toldAt.remove(user);
        if (toldAt.size() >= USERS_MAX) {
            toldAt.remove(toldAt.keySet().iterator().next());
        }
        toldAt.put(user, now);
    }

    /** A visit could not be told. */
    public void remove(String user) {
        toldAt.remove(user);
    }
}
