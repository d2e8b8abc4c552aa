package dev.parley.ai.provider;

import dev.parley.ai.text.WholeCharacters;
import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the body of a request: the dialect's, with the assistant's {@code request} merged into it (JSON merge patch,
 * RFC 7396).
 *
 * <p>Halves of surrogate pairs, which no encoding could carry, are replaced. Pure.
 */
final class RequestBody {
    private RequestBody() {}

    static Buffer of(JsonObject body, AssistantConfig assistant) {
        return whole(merged(body.getMap(), assistant.request())).toBuffer();
    }

    private static Map<String, Object> merged(Object target, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>(fields(target));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> inner) {
                merged.put(name, merged(merged.get(name), inner));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static Map<String, Object> fields(Object value) {
        Object plain = value instanceof JsonObject object ? object.getMap() : value;
        Map<String, Object> fields = new LinkedHashMap<>();
        if (plain instanceof Map<?, ?> map) {
            map.forEach((key, each) -> fields.put(String.valueOf(key), each));
        }
        return fields;
    }

    static JsonObject whole(Map<?, ?> fields) {
        JsonObject whole = new JsonObject();
        fields.forEach((key, value) -> whole.put(WholeCharacters.repaired(String.valueOf(key)), whole(value)));
        return whole;
    }

    private static Object whole(Object value) {
        if (value instanceof String text) {
            return WholeCharacters.repaired(text);
        } else if (value instanceof JsonObject object) {
            return whole(object.getMap());
        } else if (value instanceof Map<?, ?> map) {
            return whole(map);
        } else if (value instanceof JsonArray array) {
            return whole(array.getList());
        } else if (value instanceof List<?> list) {
            JsonArray whole = new JsonArray();
            list.forEach(each -> whole.add(whole(each)));
            return whole;
        }
        return value;
    }
}
