package dev.parley.gateway.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * The shared state as a reader has it: takes JSON Merge Patches (RFC 7396) and says each as a JSON Patch (RFC 6902)
 * that applies to what the reader has. As large as a room's state may be. Pure; not for several threads.
 */
final class SharedStateCopy {
    private final JsonObject state;

    SharedStateCopy(JsonObject state) {
        this.state = state.copy();
    }

    JsonObject json() {
        return state;
    }

    /** Applies a patch, and returns it as operations; none when nothing changes. */
    JsonArray apply(JsonObject patch) {
        JsonArray operations = new JsonArray();
        apply("", state, patch, operations);
        return operations;
    }

    /** Whether all clients apply it: their libraries refuse paths by which scripts could be attacked. */
    static boolean isSafe(JsonArray operations) {
        return operations.stream()
                .map(operation -> ((JsonObject) operation).getString("path") + "/")
                .noneMatch(path -> path.contains("/__proto__/") || path.contains("/constructor/prototype/"));
    }

    private static void apply(String path, JsonObject target, JsonObject patch, JsonArray operations) {
        for (Map.Entry<String, Object> field : patch) {
            String name = field.getKey();
            Object value = field.getValue();
            String at = path + "/" + name.replace("~", "~0").replace("/", "~1");
            if (value == null) {
                if (target.containsKey(name)) {
                    target.remove(name);
                    operations.add(operation("remove", at));
                }
            } else if (value instanceof JsonObject inner && target.getValue(name) instanceof JsonObject known) {
                apply(at, known, inner, operations);
            } else {
                Object set = withoutNulls(value);
                operations.add(operation(target.containsKey(name) ? "replace" : "add", at)
                        .put("value", set));
                target.put(name, set instanceof JsonObject object ? object.copy() : set);
            }
        }
    }

    private static JsonObject operation(String kind, String path) {
        return new JsonObject().put("op", kind).put("path", path);
    }

    /** What an object of a patch becomes where there was none. */
    private static Object withoutNulls(Object value) {
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        JsonObject set = new JsonObject();
        for (Map.Entry<String, Object> field : object) {
            if (field.getValue() != null) {
                set.put(field.getKey(), withoutNulls(field.getValue()));
            }
        }
        return set;
    }
}
