package dev.parley.model;

import dev.parley.json.JsonWriter;
import io.vertx.core.json.JsonObject;

/**
 * A user who is in a room, as others see them. {@code picture} is null when there is none.
 *
 * @param guest see {@link Author}
 */
public record Member(String id, String name, String picture, boolean guest) {
    public Member(String id, String name, String picture) {
        this(id, name, picture, false);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("id", id).put("name", name);
        if (picture != null) {
            json.put("picture", picture);
        }
        return guest ? json.put("guest", true) : json;
    }

    public void write(JsonWriter json) {
        json.field("id", id).field("name", name);
        if (picture != null) {
            json.field("picture", picture);
        }
        if (guest) {
            json.field("guest", true);
        }
    }

    public Author asAuthor() {
        return new Author(id, name, Author.Kind.USER, guest);
    }
}
