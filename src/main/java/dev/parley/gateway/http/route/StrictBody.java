package dev.parley.gateway.http.route;

import dev.parley.config.DurationText;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of a body in which a mistyped name must not be overlooked, because its absence would allow more than was
 * meant. Every error is a {@code bad_frame} that names the field. An absent field and a null are the same. Pure.
 */
final class StrictBody {
    private final JsonObject body;

    private StrictBody(JsonObject body) {
        this.body = body;
    }

    /** The body of a request, which may have these fields and no others. */
    static StrictBody of(RoutingContext ctx, int fieldsMax, Set<String> known) {
        return of(JsonEndpoint.body(ctx, fieldsMax), known);
    }

    static StrictBody of(JsonObject body, Set<String> known) {
        for (String field : body.fieldNames()) {
            if (!known.contains(field)) {
                throw bad("unknown field " + field);
            }
        }
        return new StrictBody(body);
    }

    boolean has(String field) {
        return body.getValue(field) != null;
    }

    /** A text with at most so many characters, none of them a control character but line ends where they may be. */
    String text(String field, int lengthMax, boolean lines) {
        if (body.getValue(field) instanceof String text
                && !text.isBlank()
                && text.codePointCount(0, text.length()) <= lengthMax
                && text.codePoints().noneMatch(c -> isUnprintable(c) && !(lines && (c == '\n' || c == '\t')))) {
            return text;
        }
        throw bad(field + " must be a text of 1–" + lengthMax + " characters, none of them a control character"
                + (lines ? " but line ends" : ""));
    }

    private static boolean isUnprintable(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    /** One of the texts of an enum's values. */
    String choice(String field, List<String> allowed) {
        if (body.getValue(field) instanceof String text && allowed.contains(text)) {
            return text;
        }
        throw bad(field + " must be one of " + String.join(", ", allowed));
    }

    /** A span in milliseconds, within bounds that a duration's text names. */
    long span(String field, String least, String most) {
        if (body.getValue(field) instanceof String text) {
            long span = DurationText.parse(text).map(Duration::toMillis).orElse(-1L);
            if (span >= millis(least) && span <= millis(most)) {
                return span;
            }
        }
        throw bad(field + " must be " + DurationText.ALLOWED + ", from " + least + " to " + most);
    }

    private static long millis(String span) {
        return DurationText.parse(span).orElseThrow().toMillis();
    }

    /** A whole number within bounds. */
    long number(String field, long least, long most) {
        Object value = body.getValue(field);
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= least
                && ((Number) value).longValue() <= most) {
            return ((Number) value).longValue();
        }
        throw bad(field + " must be a whole number from " + least + " to " + most);
    }

    /** True or false; false when absent. */
    boolean flag(String field) {
        Object value = body.getValue(field);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw bad(field + " must be true or false");
    }

    /** A field of whatever kind; null when absent. */
    Object get(String field) {
        return body.getValue(field);
    }

    /** The names of an enum's values as they stand in JSON. */
    static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static Refusal bad(String text) {
        return Code.BAD_FRAME.refuse(text);
    }
}
