package dev.parley.ai.tool;

import dev.parley.ai.Line;
import dev.parley.protocol.Author;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Messages of a room as a model reads them. */
final class Lines {
    private Lines() {}

    static JsonObject json(Line line, String text) {
        JsonObject json = new JsonObject()
                .put("seq", line.seq())
                .put("time", Instant.ofEpochMilli(line.ts()).toString())
                .put("from", line.from().name());
        if (line.from().kind() != Author.Kind.USER) {
            json.put("kind", line.from().kind().text());
        }
        return json.put("text", text);
    }
}
