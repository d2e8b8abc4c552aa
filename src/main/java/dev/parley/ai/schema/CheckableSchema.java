package dev.parley.ai.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes of any JSON Schema one that can be checked here: without what is no schema, without references that lead out of
 * it or nowhere, and with the patterns apart. What is left out is not checked, so that what fits the whole schema always
 * fits the rest. Pure.
 */
public final class CheckableSchema {
    /** Deepest schema, in levels of JSON. */
    public static final int DEPTH_MAX = 100;

    /**
     * What the library would do without a bound, done by us.
     *
     * @param pattern null for none
     */
    record Extra(EcmaPattern pattern, String source, boolean isUnique) {
        /** What is wrong with a value; null when it fits. */
        String fault(Object value) {
            if (pattern != null && value instanceof String text && !pattern.mayBeIn(text)) {
                return "String does not match pattern " + source;
            }
            if (isUnique
                    && value instanceof JsonArray all
                    && new HashSet<>(all.stream().toList()).size() < all.size()) {
                return "Array has the same item twice";
            }
            return null;
        }
    }

    private static final String FORMAT = "extra:";

    private static final Set<String> ONE = Set.of(
            "not",
            "if",
            "then",
            "else",
            "items",
            "contains",
            "additionalProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames");
    private static final Set<String> SOME = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> COUNTS = Set.of(
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minContains",
            "maxContains");
    private static final Set<String> LIMITS =
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    /** Java patterns whose search is no more than one walk over the text. */
    private static final Pattern SWIFT = Pattern.compile("\\^[^(*+{]*[*+{]?[^(*+{]*|[^(*+{?]*");

    private final Map<String, Extra> extras = new HashMap<>();
    private final JsonObject schema;

    /** @throws IllegalArgumentException when it is too deep */
    CheckableSchema(JsonObject told) {
        schema = (JsonObject) schema(told, 0);
        keepReferences(schema);
    }

    JsonObject schema() {
        return schema;
    }

    /** What else is to be checked, by the {@code format} that stands where. */
    Map<String, Extra> extras() {
        return Map.copyOf(extras);
    }

    private Object schema(Object told, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("the schema is nested more than " + DEPTH_MAX + " levels");
        }
        if (!(told instanceof JsonObject from)) {
            return Boolean.FALSE.equals(told) ? new JsonObject().put("not", new JsonObject()) : new JsonObject();
        }
        JsonObject to = new JsonObject();
        from.forEach(each -> keyword(each.getKey(), from.getValue(each.getKey()), to, depth));
        if (from.getValue("patternProperties") instanceof JsonObject named) {
            patternProperties(named, to, depth);
        }
        extra(from, to);
        return to;
    }

    private void keyword(String name, Object value, JsonObject to, int depth) {
        if (ONE.contains(name) && !(value instanceof JsonArray)) {
            to.put(name, schema(value, depth + 1));
        } else if (value instanceof JsonArray all && (SOME.contains(name) || name.equals("items")) && !all.isEmpty()) {
            JsonArray schemas = new JsonArray();
            all.forEach(each -> schemas.add(schema(each, depth + 1)));
            to.put(name.equals("items") ? "prefixItems" : name, schemas); // a list is how older drafts wrote it
        } else if (NAMED.contains(name) && value instanceof JsonObject named) {
            JsonObject schemas = new JsonObject();
            named.forEach(each -> schemas.put(each.getKey(), schema(named.getValue(each.getKey()), depth + 1)));
            to.put(name, schemas);
        } else if (isSound(name, value)) {
            to.put(name, COUNTS.contains(name) ? (Object) ((Number) value).intValue() : value);
        }
    }

    private void extra(JsonObject from, JsonObject to) {
        EcmaPattern pattern = from.getValue("pattern") instanceof String source
                ? EcmaPattern.of(source).orElse(null)
                : null;
        boolean isUnique = Boolean.TRUE.equals(from.getValue("uniqueItems"));
        if (pattern != null || isUnique) {
            String format = FORMAT + extras.size();
            extras.put(format, new Extra(pattern, String.valueOf(from.getValue("pattern")), isUnique));
            to.put("format", format);
        }
    }

    private static boolean isSound(String name, Object value) {
        if (COUNTS.contains(name)) {
            return value instanceof Number count
                    && count.doubleValue() >= 0
                    && count.doubleValue() <= Integer.MAX_VALUE
                    && count.doubleValue() == count.intValue();
        }
        if (LIMITS.contains(name)) {
            return value instanceof Number limit && (!name.equals("multipleOf") || limit.doubleValue() > 0);
        }
        return switch (name) {
            case "type" ->
                value instanceof String one
                        ? TYPES.contains(one)
                        : value instanceof JsonArray some && some.stream().allMatch(TYPES::contains) && !some.isEmpty();
            case "enum" -> value instanceof JsonArray;
            case "const" -> true;
            case "required" -> isNames(value);
            case "dependentRequired" ->
                value instanceof JsonObject named
                        && named.stream().allMatch(each -> isNames(named.getValue(each.getKey())));
            case "$ref", "$anchor" -> value instanceof String;
            default -> false;
        };
    }

    private static boolean isNames(Object value) {
        return value instanceof JsonArray names && names.stream().allMatch(String.class::isInstance);
    }

    /** All of them or, when one cannot be checked, none, and then nothing of what they leave over either. */
    private void patternProperties(JsonObject named, JsonObject to, int depth) {
        JsonObject schemas = new JsonObject();
        boolean areAll = true;
        for (String name : named.fieldNames()) {
            String java = EcmaPattern.of(name).map(EcmaPattern::java).orElse(null);
            if (java != null && SWIFT.matcher(java).matches()) {
                schemas.put(java, schema(named.getValue(name), depth + 1));
            } else {
                areAll = false;
            }
        }
        if (areAll) {
            to.put("patternProperties", schemas);
        } else {
            to.remove("additionalProperties");
            to.remove("unevaluatedProperties");
        }
    }

    /** A reference into this schema stays; all others go. Nothing is ever fetched. */
    private void keepReferences(JsonObject at) {
        if (at.getValue("$ref") instanceof String ref && !leadsSomewhere(ref)) {
            at.remove("$ref");
            // What stands behind it may have known more properties.
            at.remove("unevaluatedProperties");
            at.remove("unevaluatedItems");
        }
        for (String name : at.fieldNames()) {
            Object value = at.getValue(name);
            if (ONE.contains(name) && value instanceof JsonObject one) {
                keepReferences(one);
            } else if (SOME.contains(name) && value instanceof JsonArray some) {
                some.forEach(each -> keepReferences((JsonObject) each));
            } else if ((NAMED.contains(name) || name.equals("patternProperties"))
                    && value instanceof JsonObject named) {
                named.fieldNames().forEach(each -> keepReferences(named.getJsonObject(each)));
            }
        }
    }

    private boolean leadsSomewhere(String ref) {
        if (!ref.startsWith("#/")) {
            return ref.startsWith("#");
        }
        Object at = schema;
        for (String token : ref.substring(2).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            if (at instanceof JsonObject object) {
                at = object.getValue(name);
            } else if (at instanceof JsonArray array
                    && name.matches("\\d{1,6}")
                    && Integer.parseInt(name) < array.size()) {
                at = array.getValue(Integer.parseInt(name));
            } else {
                return false;
            }
        }
        return at instanceof JsonObject;
    }
}
