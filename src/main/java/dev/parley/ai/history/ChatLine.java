package dev.parley.ai.history;

import dev.parley.model.Author;
import dev.parley.model.Event;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One message of a room as assistants and tools read it: its reference, its verified author, and its text. */
public record ChatLine(long seq, long ts, Author from, String text) {
    /** These messages as they are now; of those that were deleted there is none. */
    public static List<ChatLine> of(List<Event> messages) {
        return messages.stream().flatMap(message -> of(message).stream()).toList();
    }

    /** Empty when the message was deleted. */
    static Optional<ChatLine> of(Event message) {
        JsonObject body = new JsonObject(message.body());
        return body.getBoolean("deleted", false)
                ? Optional.empty()
                : Optional.of(new ChatLine(message.seq(), message.ts(), message.from(), body.getString("text", "")));
    }

    /** The message as a model reads it in the result of a tool, with this excerpt of its text. */
    public JsonObject toJson(String excerpt) {
        JsonObject json = new JsonObject()
                .put("seq", seq)
                .put("time", Instant.ofEpochMilli(ts).toString())
                .put("from", from.name());
        if (from.kind() != Author.Kind.USER) {
            json.put("kind", from.kind().text());
        }
        return json.put("text", excerpt);
    }

    /** Whether the assistant of this name said it. */
    public boolean isBy(String assistant) {
        return from.kind() == Author.Kind.ASSISTANT && assistant.equalsIgnoreCase(from.name());
    }
}
