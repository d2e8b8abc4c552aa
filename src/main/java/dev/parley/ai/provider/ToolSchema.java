package dev.parley.ai.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fits a tool's schema to what providers take: an object with {@code properties} at the top, and no alternatives there.
 *
 * <p>OpenAI, Anthropic and Bedrock refuse alternatives at the top. They become one object with the properties of all of
 * them; what every alternative requires stays required. So a model may write arguments that the tool's own schema
 * refuses: they are checked against that schema, and the model gets the error. Pure.
 */
final class ToolSchema {
    private static final int REFERENCES_MAX = 8;
    private static final int DEEPEST = 4;
    private static final List<String> NOT_AT_THE_TOP =
            List.of("anyOf", "oneOf", "allOf", "not", "if", "then", "else", "enum", "const", "$ref");

    private ToolSchema() {}

    static JsonObject fitted(JsonObject schema) {
        JsonObject fitted = resolved(schema, schema).copy();
        Flat flat = flat(schema, schema, 0);
        NOT_AT_THE_TOP.forEach(fitted::remove);
        fitted.remove("required");
        fitted.put("type", "object").put("properties", flat.properties);
        flat.required.retainAll(flat.properties.fieldNames());
        return flat.required.isEmpty() ? fitted : fitted.put("required", new JsonArray(new ArrayList<>(flat.required)));
    }

    /** The properties that an object may have, and those that it must have. */
    private record Flat(JsonObject properties, Set<String> required) {}

    private static Flat flat(JsonObject root, JsonObject part, int depth) {
        JsonObject schema = resolved(root, part);
        Flat flat = new Flat(LenientJson.details(schema, "properties").copy(), required(schema));
        if (depth == DEEPEST) {
            return flat;
        }
        for (JsonObject each : parts(schema, "allOf")) {
            Flat also = flat(root, each, depth + 1);
            also.properties.forEach(property -> merge(flat.properties, property.getKey(), property.getValue()));
            flat.required.addAll(also.required);
        }
        for (String key : List.of("anyOf", "oneOf")) {
            Set<String> always = null;
            for (JsonObject each : parts(schema, key)) {
                Flat either = flat(root, each, depth + 1);
                either.properties.forEach(property -> merge(flat.properties, property.getKey(), property.getValue()));
                always = always == null ? either.required : retained(always, either.required);
            }
            flat.required.addAll(always == null ? Set.of() : always);
        }
        return flat;
    }

    /** A property that two alternatives know differently may be either. */
    private static void merge(JsonObject properties, String name, Object schema) {
        Object known = properties.getValue(name);
        if (known == null) {
            properties.put(name, schema);
        } else if (!known.equals(schema)) {
            JsonArray either = known instanceof JsonObject object
                            && object.size() == 1
                            && object.getValue("anyOf") instanceof JsonArray list
                    ? list
                    : new JsonArray().add(known);
            properties.put(name, new JsonObject().put("anyOf", either.contains(schema) ? either : either.add(schema)));
        }
    }

    private static Set<String> retained(Set<String> some, Set<String> others) {
        some.retainAll(others);
        return some;
    }

    private static List<JsonObject> parts(JsonObject schema, String key) {
        return list(schema, key).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject resolved(JsonObject root, JsonObject schema) {
        JsonObject at = schema;
        for (int i = 0; i < REFERENCES_MAX && at.getValue("$ref") instanceof String reference; i++) {
            JsonObject target = target(root, reference);
            if (target == null) {
                break;
            }
            JsonObject beside = at.copy();
            beside.remove("$ref");
            at = target.copy().mergeIn(beside);
        }
        return at;
    }

    /** Null when it is elsewhere, or nowhere. */
    private static JsonObject target(JsonObject root, String reference) {
        if (!reference.startsWith("#/")) {
            return null;
        }
        JsonObject at = root;
        for (String step : reference.substring(2).split("/", -1)) {
            if (!(at.getValue(step.replace("~1", "/").replace("~0", "~")) instanceof JsonObject next)) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static Set<String> required(JsonObject schema) {
        Set<String> required = new LinkedHashSet<>();
        list(schema, "required").stream().filter(String.class::isInstance).forEach(name -> required.add((String) name));
        return required;
    }

    private static JsonArray list(JsonObject schema, String key) {
        return schema.getValue(key) instanceof JsonArray list ? list : new JsonArray();
    }
}
