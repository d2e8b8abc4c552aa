package dev.parley.config.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/**
 * What an entry of a list may leave out: whatever the first entry of the default list says, but for its name, which is its
 * own, and its lists, which are empty. So {@code {"name": "bot"}} is a whole assistant.
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
