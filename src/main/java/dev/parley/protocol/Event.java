package dev.parley.protocol;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One durable event of a room, as the store keeps it.
 *
 * @param seq its place, from 1 without holes
 * @param ts milliseconds since the epoch
 * @param id the message's id: its sender's, else the server's
 * @param body what was said and what belongs to it, as a JSON object's text
 */
public record Event(String room, long seq, long ts, Type type, String id, Author from, String body) {
    /** What happened. More types may come; the log keeps their text. */
    public enum Type {
        /** Somebody said something: announced as {@code message}. */
        MESSAGE,
        /** An assistant's turn ended: announced as {@code complete}. */
        ANSWER;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Type of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The {@code message} object of the contract. */
    public JsonObject message() {
        JsonObject stored = new JsonObject(body);
        JsonObject message = new JsonObject()
                .put("id", id)
                .put("seq", seq)
                .put("from", from.toJson())
                .put("text", stored.getString("text"))
                .put("ts", ts);
        for (String key : new String[] {"replyTo", "mentions", "turn", "prompt", "reason"}) {
            if (stored.containsKey(key)) {
                message.put(key, stored.getValue(key));
            }
        }
        return message;
    }
}
