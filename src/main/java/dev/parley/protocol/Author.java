package dev.parley.protocol;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Who said something, as others see it. */
public record Author(String id, String name, Kind kind) {
    /** What an author is. */
    public enum Kind {
        USER,
        ASSISTANT,
        SYSTEM;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public JsonObject toJson() {
        return new JsonObject().put("id", id).put("name", name).put("kind", kind.text());
    }

    void write(JsonWriter json) {
        json.field("id", id).field("name", name).field("kind", kind.text());
    }
}
