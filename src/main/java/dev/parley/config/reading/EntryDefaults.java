package dev.parley.config.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/**
 * Computes the defaults of a list's entry: those of the first entry of the default list, but for the name, which each
 * entry has of its own, and the lists, which are empty. So {@code {"name": "bot"}} is a whole assistant. Stateless.
 */
final class EntryDefaults {
    private EntryDefaults() {}

    /** Null when the default list holds no objects. */
    static JsonNode of(JsonNode defaultList) {
        if (!(defaultList instanceof ArrayNode list) || !(list.get(0) instanceof ObjectNode first)) {
            return null;
        }
        ObjectNode entry = first.deepCopy();
        entry.remove("name");
        Iterator<Map.Entry<String, JsonNode>> fields = entry.properties().iterator();
        while (fields.hasNext()) {
            if (fields.next().getValue() instanceof ArrayNode values) {
                values.removeAll();
            }
        }
        return entry;
    }
}
