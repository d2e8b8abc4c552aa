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
 * @param body what was said and what belongs to it, as a JSON object's text
 */
public record Event(String room, long seq, long ts, String type, String id, Author from, String body) {
    /** What stands in a body and belongs to the message, beside its text. */
    private static final List<String> SHOWN = List.of("replyTo", "mentions", "turn", "prompt", "reason");

    /** Writes the fields of the contract's {@code message} object. */
    public void write(JsonWriter json) {
        write(json, StoredBody.of(body));
    }

    public void write(JsonWriter json, StoredBody stored) {
        json.field("id", id).field("seq", seq).object("from", from::write);
        stored.copyText("text", json, "text");
        json.field("ts", ts);
        for (String name : SHOWN) {
            stored.copy(name, json);
        }
    }
}
