package dev.parley.ai.tool;

import dev.parley.ai.history.ChatLine;
import dev.parley.model.Author;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Messages of a room as a model reads them. */
final class ChatLines {
    private ChatLines() {}

    static JsonObject json(ChatLine chatLine, String text) {
        JsonObject json = new JsonObject()
                .put("seq", chatLine.seq())
                .put("time", Instant.ofEpochMilli(chatLine.ts()).toString())
                .put("from", chatLine.from().name());
        if (chatLine.from().kind() != Author.Kind.USER) {
            json.put("kind", chatLine.from().kind().text());
        }
        return json.put("text", text);
    }
}
