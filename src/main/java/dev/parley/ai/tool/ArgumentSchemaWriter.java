package dev.parley.ai.tool;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes the JSON Schema of a tool that takes an object of texts, whole numbers and objects. */
public final class ArgumentSchemaWriter {
    private final JsonObject properties = new JsonObject();
    private final JsonArray required = new JsonArray();

    private ArgumentSchemaWriter() {}

    public static ArgumentSchemaWriter object() {
        return new ArgumentSchemaWriter();
    }

    /** A text of at least one character that must be there. */
    public ArgumentSchemaWriter text(String name, int most, String description) {
        required.add(name);
        return optionalText(name, most, description);
    }

    /** A text that may be left out. */
    public ArgumentSchemaWriter optionalText(String name, int most, String description) {
        properties.put(
                name,
                new JsonObject()
                        .put("type", "string")
                        .put("minLength", 1)
                        .put("maxLength", most)
                        .put("description", description));
        return this;
    }

    /** A whole number that may be left out. */
    public ArgumentSchemaWriter optionalNumber(String name, long least, long most, String description) {
        properties.put(
                name,
                new JsonObject()
                        .put("type", "integer")
                        .put("minimum", least)
                        .put("maximum", most)
                        .put("description", description));
        return this;
    }

    /** An object of any fields that must be there. */
    public ArgumentSchemaWriter anyObject(String name, String description) {
        required.add(name);
        properties.put(
                name,
                new JsonObject()
                        .put("type", "object")
                        .put("additionalProperties", true)
                        .put("description", description));
        return this;
    }

    /** The schema; properties that it does not name are refused. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false);
    }
}
