package dev.parley.ai.text;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Cuts text to a size, and lists of JSON to a number of bytes. Pure. */
public final class Excerpt {
    private static final int ESCAPED_MAX = 6; // \u0000

    private Excerpt() {}

    /** The beginning of a text, at most so many characters; never half a surrogate pair. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splits ? most - 1 : most);
    }

    /** The longest beginning that takes at most so many bytes inside a JSON string. */
    public static String ofJson(String text, long bytes) {
        long left = bytes;
        int end = 0;
        while (end < text.length()) {
            int code = text.codePointAt(end);
            left -= cost(code);
            if (left < 0) {
                break;
            }
            end += Character.charCount(code);
        }
        return text.substring(0, end);
    }

    /** The part around a place: {@code most} characters at most, dots where something is left out. */
    public static String around(String text, int at, int most) {
        if (text.length() <= most) {
            return text;
        }
        int from = Math.max(0, Math.min(at - most / 4, text.length() - most));
        if (from > 0 && Character.isLowSurrogate(text.charAt(from))) {
            from++;
        }
        String part = of(text.substring(from), most);
        return (from > 0 ? "…" : "") + part + (from + part.length() < text.length() ? "…" : "");
    }

    /** The bytes that an entry takes in a JSON list. */
    static int bytes(JsonObject entry) {
        return entry.encode().getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** The first entries of a list that fit in so many bytes of JSON. */
    public static JsonArray within(Iterable<JsonObject> entries, long bytes) {
        JsonArray fitting = new JsonArray();
        long left = bytes;
        for (JsonObject entry : entries) {
            left -= bytes(entry);
            if (left < 0) {
                break;
            }
            fitting.add(entry);
        }
        return fitting;
    }

    private static int cost(int code) {
        if (code == '"' || code == '\\' || code == '\n' || code == '\r' || code == '\t') {
            return 2;
        }
        if (code < ' ') {
            return ESCAPED_MAX;
        }
        if (code < 0x80) {
            return 1;
        }
        if (code < 0x800) {
            return 2;
        }
        return code < 0x10000 ? 3 : 4;
    }
}
