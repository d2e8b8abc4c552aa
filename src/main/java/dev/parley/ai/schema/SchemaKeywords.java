package dev.parley.ai.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Knows the keywords of JSON Schema (draft 2020-12) that are checked here, and which values they may have. Pure. */
final class SchemaKeywords {
    /** Keywords whose value is a schema. */
    static final Set<String> ONE = Set.of(
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
    /** Keywords whose value is a list of schemas. */
    static final Set<String> SOME = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    /** Keywords whose value is an object of schemas. */
    static final Set<String> NAMED = Set.of("properties", "$defs", "definitions", "dependentSchemas");
    /** Keywords whose value is a whole number from 0. */
    static final Set<String> COUNTS = Set.of(
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

    private SchemaKeywords() {}

    /** Whether a keyword without schemas in it is known here and has a value that it may have. */
    static boolean isSound(String name, Object value) {
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
}
