package dev.parley.ai.schema;

import io.vertx.core.json.JsonArray;
import java.util.HashSet;

/**
 * Checks a pattern or {@code uniqueItems}, which the library would check without a bound.
 *
 * @param pattern null for none
 * @param source the pattern as the schema has it
 */
record ExtraCheck(EcmaPattern pattern, String source, boolean isUnique) {
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
