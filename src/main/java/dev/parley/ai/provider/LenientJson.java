package dev.parley.ai.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values from the JSON of a provider, strictly where it matters and leniently elsewhere. Pure.
 *
 * <p>Text to be shown and tools to be run must have the right type, or a {@link ClassCastException} is thrown. Side
 * information (usage, ids, details) of another type counts as absent.
 */
public final class LenientJson {
    private LenientJson() {}

    /** Empty when absent or null. */
    public static String text(JsonObject object, String key) {
        String text = (String) object.getValue(key);
        return text == null ? "" : text;
    }

    /** Empty when absent or null. */
    public static JsonObject object(JsonObject object, String key) {
        JsonObject value = (JsonObject) object.getValue(key);
        return value == null ? new JsonObject() : value;
    }

    /** Empty when absent or null. */
    public static List<JsonObject> objects(JsonObject object, String key) {
        JsonArray values = (JsonArray) object.getValue(key);
        List<JsonObject> objects = new ArrayList<>();
        for (int i = 0; values != null && i < values.size(); i++) {
            if (!(values.getValue(i) instanceof JsonObject value)) {
                throw new ClassCastException("no object");
            }
            objects.add(value);
        }
        return objects;
    }

    /** A name; numbers count as well; empty when it is neither. */
    public static String label(JsonObject object, String key) {
        Object value = object.getValue(key);
        return value instanceof String || value instanceof Number ? String.valueOf(value) : "";
    }

    /** Empty when absent or of another type. */
    public static JsonObject details(JsonObject object, String key) {
        return object.getValue(key) instanceof JsonObject details ? details : new JsonObject();
    }

    /** 0 when it is no number. */
    public static int count(JsonObject object, String key) {
        return object.getValue(key) instanceof Number number ? number.intValue() : 0;
    }
}
