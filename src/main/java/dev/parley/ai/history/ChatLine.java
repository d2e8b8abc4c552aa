package dev.parley.ai.history;

import dev.parley.model.Author;
import dev.parley.model.Event;
import io.vertx.core.json.JsonObject;

/** One message of a room as an assistant reads it: its reference, who said it (as verified), and what. */
public record ChatLine(long seq, long ts, Author from, String text) {
    public static ChatLine of(Event event) {
        return new ChatLine(event.seq(), event.ts(), event.from(), new JsonObject(event.body()).getString("text", ""));
    }

    /** Whether the assistant of this name said it. */
    public boolean isBy(String assistant) {
        return from.kind() == Author.Kind.ASSISTANT && assistant.equalsIgnoreCase(from.name());
    }
}
