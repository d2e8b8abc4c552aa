package dev.parley.fault.swarm;

import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Observation.Attempt;
import dev.parley.fault.history.Observation.Chunk;
import dev.parley.fault.history.Observation.Entering;
import dev.parley.fault.history.Observation.Loaded;
import dev.parley.fault.history.Observation.Ready;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Observation.Resynced;
import dev.parley.fault.history.Stored;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * What one client reads of one room: it resumes after the last event it applied, asks again where it sees a hole, and loads as
 * history what was too much to be replayed. On its client's context.
 */
final class Reading {
    private static final int PAGE = 200;

    private final Link link;
    private final String room;
    private final ClientHistory history;
    private boolean isAsked;
    private boolean isReady;
    private long askedAt;
    private volatile long applied;
    private volatile boolean hasGap;
    private long gapAfter;
    private long gapBefore;

    Reading(Link link, String room, ClientHistory history) {
        this.link = link;
        this.room = room;
        this.history = history;
    }

    /** The last seq up to which it needs nothing more, but what {@link #hasGap} tells of; from any thread. */
    long applied() {
        return applied;
    }

    /** Whether it still loads history; from any thread. */
    boolean hasGap() {
        return hasGap;
    }

    void enter() {
        isAsked = true;
        askedAt = System.nanoTime();
        history.add(new Entering(askedAt, link.connection(), room, applied));
        link.send(new JsonObject()
                .put("type", "init")
                .put("room", room)
                .put("id", "init")
                .put("since", applied));
    }

    void shut() {
        isAsked = false;
        isReady = false;
    }

    boolean hasUnansweredSince(long before) {
        return isAsked && askedAt < before;
    }

    /** Asks again, unless that is under way. */
    void enterAgain() {
        if (!isAsked) {
            enter();
        }
    }

    void ready(JsonObject ready) {
        isAsked = false;
        isReady = true;
        long seq = ready.getLong("seq");
        boolean reset = ready.getBoolean("reset");
        history.add(new Ready(
                System.nanoTime(), link.connection(), room, seq, ready.getLong("since"), reset, turns(ready)));
        if (reset) {
            gapAfter = hasGap ? gapAfter : applied;
            gapBefore = seq + 1;
            applied = seq;
            hasGap = gapAfter + 1 < gapBefore;
        }
        if (hasGap) {
            load();
        }
    }

    private static Map<String, Attempt> turns(JsonObject ready) {
        Map<String, Attempt> turns = new HashMap<>();
        JsonArray all = ready.getJsonArray("turns");
        for (int i = 0; i < all.size(); i++) {
            JsonObject turn = all.getJsonObject(i);
            turns.put(turn.getString("turn"), new Attempt(turn.getInteger("attempt"), turn.getString("content")));
        }
        return turns;
    }

    void load() {
        link.send(new JsonObject()
                .put("type", "load_messages")
                .put("room", room)
                .put("id", "load")
                .put("limit", PAGE)
                .put("startAfter", gapBefore));
    }

    void loaded(JsonObject page) {
        JsonArray messages = page.getJsonArray("messages");
        for (int i = 0; i < messages.size(); i++) {
            Stored message = Stored.of(messages.getJsonObject(i));
            if (message.seq() > gapAfter) {
                history.add(new Loaded(System.nanoTime(), link.connection(), room, message));
            }
            gapBefore = Math.min(gapBefore, message.seq());
        }
        hasGap = gapBefore > gapAfter + 1 && page.getBoolean("hasMore");
        if (hasGap) {
            load();
        }
    }

    void received(JsonObject event) {
        Stored message = Stored.of(event.getJsonObject("message"));
        history.add(new Received(System.nanoTime(), link.connection(), room, message));
        if (message.seq() == applied + 1) {
            applied = message.seq();
        } else if (message.seq() > applied && isReady) {
            enterAgain();
        }
    }

    void chunk(JsonObject chunk) {
        history.add(new Chunk(
                System.nanoTime(),
                link.connection(),
                room,
                chunk.getString("turn"),
                chunk.getInteger("attempt"),
                chunk.getInteger("offset"),
                chunk.getString("content")));
    }

    void resync() {
        history.add(new Resynced(System.nanoTime(), link.connection(), room));
        enterAgain();
    }
}
