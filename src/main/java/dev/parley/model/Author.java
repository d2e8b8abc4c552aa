package dev.parley.model;

import dev.parley.json.JsonWriter;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Who said something, as others see it.
 *
 * @param guest whether nobody vouches for the name: it was chosen by whoever came
 */
public record Author(String id, String name, Kind kind, boolean guest) {
    private static final String STORED_GUEST = "guest";

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

    public Author(String id, String name, Kind kind) {
        this(id, name, kind, false);
    }

    /** From its columns in the store; see {@link #storedKind}. */
    public static Author ofStored(String id, String name, String storedKind) {
        boolean guest = STORED_GUEST.equals(storedKind);
        return new Author(id, name, guest ? Kind.USER : Kind.of(storedKind), guest);
    }

    /** The kind as the store keeps it: a guest is a kind of its own there. */
    public String storedKind() {
        return guest ? STORED_GUEST : kind.text();
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("id", id).put("name", name).put("kind", kind.text());
        return guest ? json.put("guest", true) : json;
    }

    void write(JsonWriter json) {
        json.field("id", id).field("name", name).field("kind", kind.text());
        if (guest) {
            json.field("guest", true);
        }
    }
}
