package dev.parley.fault.swarm;

import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Refused;
import dev.parley.fault.history.Observation.Sent;
import dev.parley.model.Code;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one client says in one room. A few messages are under way at once; while one is tried again, the later ones are held
 * back. On its client's context.
 */
final class Lane {
    private static final int WINDOW = 4;
    private static final long BACK_OFF_MIN_MS = 50;
    private static final long BACK_OFF_MAX_MS = 1000;

    private final Link link;
    private final ClientHistory history;
    private final Map<String, Outgoing> queue = new LinkedHashMap<>();
    private boolean isOpen;
    private boolean isCareful;
    private boolean isBackingOff;
    private long backOffMs = BACK_OFF_MIN_MS;
    private volatile int waiting;
    private Outgoing acknowledged;

    Lane(Link link, ClientHistory history) {
        this.link = link;
        this.history = history;
    }

    void say(Outgoing message) {
        queue.put(message.id, message);
        waiting = queue.size();
        pump();
    }

    /** Ready in the room: what was not answered goes again, in order. */
    void open() {
        isOpen = true;
        isBackingOff = false;
        pump();
    }

    /** The connection is gone. */
    void shut() {
        isOpen = false;
        queue.values().forEach(message -> message.sentAt = 0);
    }

    /** How many are not answered for good; from any thread. */
    int waiting() {
        return waiting;
    }

    /** The last that was acknowledged; null when none was. */
    Outgoing acknowledged() {
        return acknowledged;
    }

    boolean hasUnansweredSince(long before) {
        return queue.values().stream().anyMatch(message -> message.isUnderWay() && message.sentAt < before);
    }

    boolean knows(String id) {
        return queue.containsKey(id);
    }

    private void pump() {
        if (!isOpen || isBackingOff) {
            return;
        }
        int underWay = 0;
        for (Outgoing message : queue.values()) {
            if (!message.isUnderWay()) {
                if (underWay >= (isCareful ? 1 : WINDOW)) {
                    return;
                }
                send(message);
            }
            underWay++;
        }
    }

    private void send(Outgoing message) {
        message.sentAt = System.nanoTime();
        history.add(
                new Sent(message.sentAt, link.connection(), message.room, message.id, message.text, message.wantedAt));
        link.send(message.frame());
    }

    void acked(JsonObject ack) {
        String id = ack.getString("id");
        Outgoing message = queue.remove(id);
        waiting = queue.size();
        history.add(new Acked(
                System.nanoTime(),
                link.connection(),
                ack.getString("room"),
                id,
                ack.getLong("seq"),
                ack.getBoolean("duplicate", false)));
        if (message != null) {
            acknowledged = message;
        }
        isCareful = false;
        backOffMs = BACK_OFF_MIN_MS;
        pump();
    }

    void refused(JsonObject error) {
        Outgoing message = queue.get(error.getString("id"));
        String code = error.getString("code");
        boolean retry = Code.valueOf(code.toUpperCase(Locale.ROOT)).retry();
        history.add(new Refused(System.nanoTime(), link.connection(), message.room, message.id, code, retry));
        message.sentAt = 0;
        if (!retry) {
            queue.remove(message.id);
            waiting = queue.size();
            pump();
            return;
        }
        isCareful = true;
        if (!isBackingOff) {
            isBackingOff = true;
            int connection = link.connection();
            link.later(error.getLong("retryAfterMs", backOffMs), () -> {
                if (link.connection() == connection) {
                    isBackingOff = false;
                    pump();
                }
            });
            backOffMs = Math.min(BACK_OFF_MAX_MS, 2 * backOffMs);
        }
    }
}
