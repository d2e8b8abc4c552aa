package dev.parley.room.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is typing in a room and until when: it lapses by itself.
 *
 * <p>Pure: the caller passes the time (ms). One thread at a time; at most one entry for each member.
 */
public final class Typing {
    private final long lapseMs;
    private final Map<String, Long> until = new LinkedHashMap<>(2);

    Typing(long lapseMs) {
        this.lapseMs = lapseMs;
    }

    /** Returns whether others should be told: always for {@code on}, and for {@code off} when it was on. */
    public boolean set(String user, boolean on, long now) {
        if (on) {
            until.put(user, now + lapseMs);
            return true;
        }
        return until.remove(user) != null;
    }

    /** Removes and returns those whose time is over. */
    public List<String> lapsed(long now) {
        List<String> over = new ArrayList<>();
        until.forEach((user, time) -> {
            if (time <= now) {
                over.add(user);
            }
        });
        over.forEach(until::remove);
        return over;
    }

    /** Those who type. */
    public Set<String> users() {
        return Set.copyOf(until.keySet());
    }

    public boolean isEmpty() {
        return until.isEmpty();
    }

    /** When the first of them lapses; call only when there are some. */
    public long next() {
        return until.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }
}
