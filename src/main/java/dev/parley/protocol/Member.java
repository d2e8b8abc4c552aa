package dev.parley.protocol;

import io.vertx.core.json.JsonObject;

/** Somebody who is in a room, as others see them. {@code picture} is null when there is none. */
public record Member(String id, String name, String picture) {
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("id", id).put("name", name);
        return picture == null ? json : json.put("picture", picture);
    }

    void write(JsonWriter json) {
        json.field("id", id).field("name", name);
        if (picture != null) {
            json.field("picture", picture);
        }
    }

    public Author asAuthor() {
        return new Author(id, name, Author.Kind.USER);
    }
}
