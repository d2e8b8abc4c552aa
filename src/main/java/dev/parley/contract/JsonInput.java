package dev.parley.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Code;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Parses JSON that comes from outside: one object in UTF-8, as RFC 8259 has it and nothing beyond (no comments, no byte
 * order mark, no other encoding), with a bound on how much is in it. Of a name that comes twice the last counts.
 * Stateless.
 *
 * <p>Names are neither interned nor remembered: a client that sends many different ones would slow everybody for as
 * long as the process lives.
 */
public final class JsonInput {
    /** Arrays and objects in one another. */
    public static final int DEPTH_MAX = 100;

    private static final JsonFactory STRICT = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();

    /** What is expected, for a refusal. */
    static final String OBJECT = "a JSON object";

    private JsonInput() {}

    /**
     * The library reads what providers and tool servers send: it remembers no names either. Once, before it is used.
     */
    @SuppressWarnings("deprecation") // its factory is made already; there is no other way
    public static void configureLibrary() {
        DatabindCodec.mapper()
                .getFactory()
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false);
    }

    /**
     * Reads an object. Throws {@code bad_frame} when it is none, {@code too_large} when it has more names and values
     * than allowed.
     *
     * @param what what is read, for the refusal: "the body"
     * @param fieldsMax how many names and values it may have
     */
    public static JsonObject object(byte[] utf8, String what, int fieldsMax) {
        return read(text(utf8, what), what, OBJECT, fieldsMax, JsonInput::tree);
    }

    /** The text of what must be a JSON object. Throws {@code bad_frame} when it is no UTF-8. */
    static String text(byte[] utf8, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Code.BAD_FRAME.refuse(what + " must be " + OBJECT);
        }
    }

    /** What makes something of an object whose beginning was read. */
    public interface Reading<T> {
        T of(Tokens tokens) throws IOException;
    }

    /** As {@link #object}, of a text that was decoded already. */
    public static <T> T read(String text, String what, String expected, int fieldsMax, Reading<T> reading) {
        try (JsonParser parser = STRICT.createParser(withoutMark(text))) {
            Tokens tokens = new Tokens(parser, fieldsMax);
            if (tokens.next() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "not an object");
            }
            T read = reading.of(tokens);
            if (tokens.next() != null) {
                throw new JsonParseException(parser, "more than one object");
            }
            return read;
        } catch (TooManyFields e) {
            throw Code.TOO_LARGE.refuse(
                    what + " has more than " + fieldsMax + " field names and values (limits.jsonFields)");
        } catch (StreamConstraintsException e) {
            throw Code.BAD_FRAME.refuse(
                    what + " has a name or a number that is too long, or is nested deeper than " + DEPTH_MAX);
        } catch (IOException e) {
            throw Code.BAD_FRAME.refuse(what + " must be " + expected);
        }
    }

    private static String withoutMark(String text) throws CharacterCodingException {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new CharacterCodingException(); // RFC 8259 section 8.1
        }
        return text;
    }

    private static JsonObject tree(Tokens tokens) throws IOException {
        JsonObject object = new JsonObject();
        while (tokens.next() == JsonToken.FIELD_NAME) {
            String name = tokens.parser().currentName();
            tokens.next();
            object.put(name, value(tokens));
        }
        return object;
    }

    private static Object value(Tokens tokens) throws IOException {
        return switch (tokens.parser().currentToken()) {
            case START_OBJECT -> tree(tokens);
            case START_ARRAY -> array(tokens);
            default -> scalar(tokens.parser());
        };
    }

    private static JsonArray array(Tokens tokens) throws IOException {
        JsonArray array = new JsonArray();
        while (tokens.next() != JsonToken.END_ARRAY) {
            array.add(value(tokens));
        }
        return array;
    }

    public static Object scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new JsonParseException(parser, "no value");
        };
    }

    /** A parser that counts names and values. */
    public static final class Tokens {
        private final JsonParser parser;
        private int left;

        private Tokens(JsonParser parser, int most) {
            this.parser = parser;
            this.left = most;
        }

        public JsonParser parser() {
            return parser;
        }

        @CanIgnoreReturnValue
        public JsonToken next() throws IOException {
            JsonToken token = parser.nextToken();
            if (token != null && token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY && --left < -1) {
                throw new TooManyFields(); // the whole object counts for nothing
            }
            return token;
        }
    }

    private static final class TooManyFields extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
