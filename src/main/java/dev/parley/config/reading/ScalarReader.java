package dev.parley.config.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.config.DurationText;
import dev.parley.config.SizeText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Reads one value that is neither object nor list. A {@code long} is a size in bytes, an {@code int} a number.
 * Stateless.
 */
final class ScalarReader {
    private ScalarReader() {}

    /** A value that stands in JSON as it is: its JSON type counts. */
    static Object of(JsonNode node, Class<?> type) throws Mismatch {
        if (node.isTextual() && type != boolean.class && type != int.class) {
            return of(node.textValue(), type);
        }
        if (type == boolean.class && node.isBoolean()) {
            return node.booleanValue();
        }
        if (type == int.class && node.canConvertToInt() && node.isIntegralNumber()) {
            return node.intValue();
        }
        if (type == long.class && node.canConvertToLong() && node.isIntegralNumber()) {
            return node.longValue();
        }
        throw Mismatch.allowed(allowed(type));
    }

    /** A value from the environment, which knows only text. */
    static Object of(String text, Class<?> type) throws Mismatch {
        if (type == String.class) {
            return text;
        }
        if (type == Duration.class) {
            return DurationText.parse(text).orElseThrow(() -> Mismatch.allowed(allowed(type)));
        }
        if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
            return text.equals("true");
        }
        if (type == int.class && text.matches("-?[0-9]{1,9}")) {
            return Integer.parseInt(text);
        }
        if (type == long.class) {
            OptionalLong size = SizeText.parse(text);
            if (size.isPresent()) {
                return size.getAsLong();
            }
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (lower(constant).equals(text)) {
                    return constant;
                }
            }
        }
        throw Mismatch.allowed(allowed(type));
    }

    static String allowed(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class) {
            return "a whole number";
        }
        if (type == long.class) {
            return SizeText.ALLOWED;
        }
        if (type == Duration.class) {
            return DurationText.ALLOWED;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(ScalarReader::lower)
                    .collect(Collectors.joining(" or "));
        }
        throw new IllegalStateException("no way to read a " + type);
    }

    private static String lower(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
}
