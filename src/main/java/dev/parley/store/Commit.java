package dev.parley.store;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import java.util.List;

/**
 * What is stored for a room in one transaction: all of it or nothing.
 *
 * <p>A commit without an event moves no {@code seq}, and its cause is not remembered. No effect of a commit may decide
 * on what another effect of the same commit writes: a turn or a row is named at most once.
 *
 * @param epoch the one that the room's claim was given
 * @param ts milliseconds since the epoch
 * @param cause the key under which the first event is stored once; null when its sender gave none
 * @param events in their order; the first takes the room's next {@code seq}
 */
public record Commit(String room, long epoch, long ts, Cause cause, List<NewEvent> events, List<Effect> effects) {
    public Commit {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
        if (cause != null
                && !events.isEmpty()
                && !cause.id().equals(events.get(0).id())) {
            throw new IllegalArgumentException("the first event must have the id of its cause");
        }
    }

    /** Whether it is one event and decides nothing, as most commits are: many of them are stored by one statement. */
    public boolean isPlain() {
        return events.size() == 1 && effects.isEmpty();
    }

    /**
     * The sender's key of a commit. The same sender's same id is stored once in a room.
     *
     * @param from the sender's user id, which is the first event's too
     * @param digest of the content, to tell a resend from another content under the same id
     */
    public record Cause(String from, String id, String digest) {}

    /**
     * An event that has no {@code seq} yet.
     *
     * @param type see {@link EventType}
     * @param id the sender's key, else the server's
     * @param body a JSON object's text
     */
    public record NewEvent(String type, String id, Author from, String body) {
        /** The same, once it has its place. */
        public Event at(String room, long seq, long ts) {
            return new Event(room, seq, ts, type, id, from, body);
        }
    }
}
