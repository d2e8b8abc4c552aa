package dev.parley.store;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Turn;
import java.util.List;

/**
 * What is stored for a room in one transaction: all of it or nothing.
 *
 * <p>A commit without an event moves no {@code seq}, and its cause is not remembered. Effects are written in their
 * order, after all that they ask for was found; none may decide on what another one of the same commit writes, so a
 * turn, the options or a row are named at most once. A commit that is not whole is an {@link IllegalArgumentException}.
 *
 * @param epoch the one that the room's claim was given
 * @param ts milliseconds since the epoch
 * @param cause the key under which the first event is stored once; null when its sender gave none
 * @param events in their order; the first takes the room's next {@code seq}
 * @param effects what changes beside the log
 */
public record Commit(String room, long epoch, long ts, Cause cause, List<NewEvent> events, List<Effect> effects) {
    /** Most events, effects and rows together: a commit holds up those of other rooms. */
    public static final int SIZE_MAX = 1000;

    public Commit {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
        CommitRules.check(room, cause, events, effects);
    }

    /** Whether it is one event and decides nothing, as most commits are: many of them are stored by one statement. */
    public boolean isPlain() {
        return events.size() == 1 && effects.isEmpty();
    }

    /** The first event; there must be one. */
    public NewEvent event() {
        return events.get(0);
    }

    /** The turns that begin with the first event. */
    public List<Turn> started() {
        return effects.isEmpty()
                ? List.of()
                : effects.stream()
                        .filter(Effect.StartTurn.class::isInstance)
                        .map(effect -> ((Effect.StartTurn) effect).turn())
                        .toList();
    }

    /**
     * The sender's key of a commit. The same sender's same id is stored once in a room.
     *
     * @param from the sender's user id, which is the first event's too
     * @param digest of the content, to tell a resend from another content under the same id; null is like no other
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
