package dev.parley.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON of a client's own, which goes into the store and into frames as text: it becomes no tree. Of a name that comes
 * twice in an object the last counts, as everywhere.
 *
 * @param text without white space between values, so that it has no line breaks
 * @param depth objects and lists inside each other: 0 of a number, 1 of an empty object
 * @param fault what a store or a browser could not give back the same; null for nothing
 */
record RawJson(String text, int depth, String fault) {
    /** The most digits that certainly make no infinite number. */
    private static final int FINITE_DIGITS = 300;

    /** Reads on from a value's first token to its last; {@code text} is what is parsed. */
    static RawJson read(JsonInput.Tokens tokens, String text) throws IOException {
        JsonParser parser = tokens.parser();
        int from = (int) parser.currentTokenLocation().getCharOffset();
        int open = 0;
        int deepest = 0;
        String fault = null;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructStart()) {
                deepest = Math.max(deepest, ++open);
                if (parser.getParsingContext().getNestingDepth() >= JsonInput.DEPTH_MAX) {
                    throw tooDeep("a frame");
                }
            } else if (token.isStructEnd()) {
                open--;
            } else if (fault == null) {
                fault = faultOf(token, parser);
            }
            if (open == 0 && token != JsonToken.FIELD_NAME) {
                break;
            }
            token = tokens.next();
            if (token == null) {
                throw new IOException("the text ends in a value");
            }
        }
        parser.finishToken();
        int to = (int) parser.currentLocation().getCharOffset();
        return new RawJson(compact(text.substring(from, to)), deepest, fault);
    }

    private static String faultOf(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case FIELD_NAME, VALUE_STRING -> isWhole(parser) ? null : "NUL or half a surrogate pair";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                isFinite(token, parser) ? null : "a number beyond the range of a double";
            default -> null;
        };
    }

    /** Not every store keeps a NUL; half a surrogate pair is no character (RFC 3629 section 3). */
    private static boolean isWhole(JsonParser parser) throws IOException {
        char[] chars = parser.getTextCharacters();
        int end = parser.getTextOffset() + parser.getTextLength();
        for (int i = parser.getTextOffset(); i < end; i++) {
            if (chars[i] == 0 || Character.isLowSurrogate(chars[i])) {
                return false;
            }
            if (Character.isHighSurrogate(chars[i]) && (++i == end || !Character.isLowSurrogate(chars[i]))) {
                return false;
            }
        }
        return true;
    }

    /** A browser reads others as infinite, which JSON has not. */
    private static boolean isFinite(JsonToken token, JsonParser parser) throws IOException {
        return (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= FINITE_DIGITS)
                || Double.isFinite(parser.getDoubleValue());
    }

    private static String compact(String json) {
        int at = 0;
        while (at < json.length() && !isSpace(json.charAt(at))) {
            at++;
        }
        if (at == json.length()) {
            return json;
        }
        StringBuilder compact = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\') {
                compact.append(c);
                c = json.charAt(++i);
            } else if (c == '"') {
                quoted = !quoted;
            }
            if (quoted || !isSpace(c)) {
                compact.append(c);
            }
        }
        return compact.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /**
     * The text. Throws {@code bad_frame} or {@code too_large}, which name the field.
     *
     * @param bytesMax of its text
     * @param limit the limit of that under {@code limits}
     */
    String checked(String field, FrameLimits limits, long bytesMax, String limit) {
        if (fault != null) {
            throw Code.BAD_FRAME.refuse(field + " must not have " + fault);
        }
        if (depth > limits.depth()) {
            throw tooDeep(field);
        }
        if (text.length() > bytesMax || text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw Code.TOO_LARGE.refuse(field + " is over limits." + limit + " (" + bytesMax + " bytes)");
        }
        return text;
    }

    private static Refusal tooDeep(String what) {
        return Code.TOO_LARGE.refuse(what + " has objects and lists nested too deep (limits.depth)");
    }

    boolean isObject() {
        return text.charAt(0) == '{';
    }
}
