package dev.parley.model;

import dev.parley.json.JsonWriter;
import java.util.List;

/**
 * One durable event of a room, as it is stored.
 *
 * @param seq its place, from 1 without holes
 * @param ts milliseconds since the epoch
 * @param type what happened, see {@link EventType}; one that this version does not know is passed on as it is
 * @param id the message's id: its sender's, else the server's
 * @param body what was said and what belongs to it, as a JSON object's text; that of a deleted one says so, and has
 *     nothing of what was said
 * @param reactions of a message, in the order in which each emoji came first
 */
public record Event(
        String room, long seq, long ts, String type, String id, Author from, String body, List<Reaction> reactions) {
    /** What stands in a body and belongs to the message, beside its text. */
    private static final List<String> SHOWN = List.of("replyTo", "mentions", "turn", "prompt", "reason", "editedAt");

    public Event {
        reactions = List.copyOf(reactions);
    }

    /** One without reactions. */
    public Event(String room, long seq, long ts, String type, String id, Author from, String body) {
        this(room, seq, ts, type, id, from, body, List.of());
    }

    /** The same with the reactions that it got. */
    public Event with(List<Reaction> found) {
        return new Event(room, seq, ts, type, id, from, body, found);
    }

    /** Writes the fields of the contract's {@code message} object. */
    public void write(JsonWriter json) {
        write(json, StoredBody.of(body));
    }

    public void write(JsonWriter json, StoredBody stored) {
        json.field("id", id).field("seq", seq).object("from", from::write);
        if (stored.isDeleted()) {
            json.field("ts", ts).field("deleted", true);
            return;
        }
        stored.copyText("text", json, "text");
        json.field("ts", ts);
        for (String name : SHOWN) {
            stored.copy(name, json);
        }
        if (!reactions.isEmpty()) {
            json.objects("reactions", reactions, Reaction::write);
        }
    }
}
