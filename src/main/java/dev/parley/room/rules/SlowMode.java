package dev.parley.room.rules;

import dev.parley.model.Code;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A room's slow mode: how long a user waits from one message or custom event to the next.
 *
 * <p>Pure: the caller passes the time (ms since the epoch) and the pause. One thread at a time. At most {@link
 * #USERS_MAX} users; beyond that those who waited longest are forgotten.
 */
final class SlowMode {
    private static final int USERS_MAX = 10_000;

    /** When each said something last, earliest first. */
    private final Map<String, Long> lastSaid = new LinkedHashMap<>(2);

    /** Throws {@code rate_limited} while a user has to wait. */
    void check(String user, long now, long pause) {
        Long last = lastSaid.get(user);
        long wait = last == null ? 0 : last + pause - now;
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("this room is in slow mode", Math.min(wait, pause));
        }
    }

    /** A user says something: forgets whose pause is over. */
    void onSaid(String user, long at, long pause) {
        lastSaid.remove(user);
        lastSaid.put(user, at);
        Iterator<Long> earliest = lastSaid.values().iterator();
        while (earliest.hasNext() && (earliest.next() <= at - pause || lastSaid.size() > USERS_MAX)) {
            earliest.remove();
        }
    }

    /** What a user said at this time is not stored. */
    void takeBack(String user, long at) {
        lastSaid.remove(user, at);
    }
}
