package dev.parley.ai.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reduces any JSON Schema to one that can be checked safely here.
 *
 * <p>Left out are malformed keywords and references that lead out of the schema or nowhere; patterns and {@code
 * uniqueItems} become {@link ExtraCheck}s. What is left out is not checked, so a value that fits the whole schema
 * always fits the rest. Pure.
 */
public final class CheckableSchema {
    /** Deepest schema, in levels of JSON. */
    public static final int DEPTH_MAX = 100;

    private static final String FORMAT = "extra:";

    /** Java patterns whose search is no more than one walk over the text. */
    private static final Pattern SWIFT = Pattern.compile("\\^[^(*+{]*[*+{]?[^(*+{]*|[^(*+{?]*");

    private final Map<String, ExtraCheck> extras = new HashMap<>();
    private final JsonObject schema;

    /** @throws IllegalArgumentException when it is too deep */
    CheckableSchema(JsonObject original) {
        schema = (JsonObject) schema(original, 0);
        keepReferences(schema);
    }

    JsonObject schema() {
        return schema;
    }

    /** The further checks, by the {@code format} that stands in their places. */
    Map<String, ExtraCheck> extras() {
        return Map.copyOf(extras);
    }

    private Object schema(Object original, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("the schema is nested more than " + DEPTH_MAX + " levels");
        }
        if (!(original instanceof JsonObject from)) {
            return Boolean.FALSE.equals(original) ? new JsonObject().put("not", new JsonObject()) : new JsonObject();
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
        if (SchemaKeywords.ONE.contains(name) && !(value instanceof JsonArray)) {
            to.put(name, schema(value, depth + 1));
        } else if (value instanceof JsonArray all
                && (SchemaKeywords.SOME.contains(name) || name.equals("items"))
                && !all.isEmpty()) {
            JsonArray schemas = new JsonArray();
            all.forEach(each -> schemas.add(schema(each, depth + 1)));
            to.put(name.equals("items") ? "prefixItems" : name, schemas); // a list is how older drafts wrote it
        } else if (SchemaKeywords.NAMED.contains(name) && value instanceof JsonObject named) {
            JsonObject schemas = new JsonObject();
            named.forEach(each -> schemas.put(each.getKey(), schema(named.getValue(each.getKey()), depth + 1)));
            to.put(name, schemas);
        } else if (SchemaKeywords.isSound(name, value)) {
            to.put(name, SchemaKeywords.COUNTS.contains(name) ? (Object) ((Number) value).intValue() : value);
        }
    }

    private void extra(JsonObject from, JsonObject to) {
        EcmaPattern pattern = from.getValue("pattern") instanceof String source
                ? EcmaPattern.of(source).orElse(null)
                : null;
        boolean isUnique = Boolean.TRUE.equals(from.getValue("uniqueItems"));
        if (pattern != null || isUnique) {
            String format = FORMAT + extras.size();
            extras.put(format, new ExtraCheck(pattern, String.valueOf(from.getValue("pattern")), isUnique));
            to.put("format", format);
        }
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
            if (SchemaKeywords.ONE.contains(name) && value instanceof JsonObject one) {
                keepReferences(one);
            } else if (SchemaKeywords.SOME.contains(name) && value instanceof JsonArray some) {
                some.forEach(each -> keepReferences((JsonObject) each));
            } else if ((SchemaKeywords.NAMED.contains(name) || name.equals("patternProperties"))
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
