package dev.parley.gateway.session;

import dev.parley.protocol.CloseCode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** All the connections of one gateway. On its context. */
public final class Sessions {
    private final Set<Session> sessions = new LinkedHashSet<>();

    public void add(Session session) {
        sessions.add(session);
    }

    public void remove(Session session) {
        sessions.remove(session);
    }

    public int count() {
        return sessions.size();
    }

    /** Called once a second; {@code nowMs} is monotonic. */
    public void lookAfterAll(long nowMs) {
        List.copyOf(sessions).forEach(session -> session.lookAfter(nowMs));
    }

    /** An opaque session was ended somewhere. */
    public void endSession(String key) {
        for (Session session : List.copyOf(sessions)) {
            if (key.equals(session.identity().session())) {
                session.close(CloseCode.UNAUTHORIZED, "the session was ended");
            }
        }
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
