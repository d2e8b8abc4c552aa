package dev.parley.gateway.session;

import dev.parley.protocol.CloseCode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** All the connections of one gateway. On its context. */
public final class Sessions {
    private final Set<Session> sessions = new LinkedHashSet<>();

    /** From now on it is looked after, and hears of its opaque session's end, which may have come just before. */
    public void add(Session session) {
        sessions.add(session);
        session.confirm();
    }

    public void remove(Session session) {
        sessions.remove(session);
    }

    /** Called once a second; {@code nowMs} is monotonic. */
    public void lookAfterAll(long nowMs) {
        List.copyOf(sessions).forEach(session -> session.lookAfter(nowMs));
    }

    /** The opaque sessions that connections here stand on. */
    public Set<String> keys() {
        return sessions.stream()
                .map(session -> session.identity().session())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** An opaque session was ended somewhere. */
    public void endSession(String key) {
        List.copyOf(sessions).forEach(session -> session.endSession(key));
    }

    /** Returns what closes each connection, told when it may come back (ms). */
    public List<LongConsumer> drain() {
        List<LongConsumer> closings = new ArrayList<>();
        for (Session session : sessions) {
            closings.add(retryAfterMs -> session.close(
                    CloseCode.DRAINING,
                    new JsonObject().put("retryAfterMs", retryAfterMs).encode()));
        }
        return closings;
    }
}
