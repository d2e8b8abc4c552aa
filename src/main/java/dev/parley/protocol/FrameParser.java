package dev.parley.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a client's frame in one pass over its bytes, and keeps the fields that a frame may have. It takes and refuses what
 * {@code new JsonObject(text)} does, whose parser and limits it uses; of a name that comes twice the last counts.
 */
final class FrameParser {
    private static final JsonFactory JSON = DatabindCodec.mapper().getFactory();

    private FrameParser() {}

    /** The fields of one JSON object in UTF-8, which is known to be valid UTF-8. Fails for anything else. */
    static FrameFields parse(byte[] utf8) throws IOException {
        try (JsonParser parser = open(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "not an object");
            }
            FrameFields fields = object(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one object");
            }
            return fields;
        }
    }

    /** From bytes the parser guesses the encoding, as RFC 4627 had it; what begins like this is UTF-8 by any guess. */
    private static JsonParser open(byte[] utf8) throws IOException {
        boolean plain = utf8.length > 1 && utf8[0] == '{' && utf8[1] != 0;
        return plain ? JSON.createParser(utf8) : JSON.createParser(new String(utf8, StandardCharsets.UTF_8));
    }

    private static FrameFields object(JsonParser parser) throws IOException {
        Slots slots = new Slots();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int slot = Slots.of(parser.currentName());
            parser.nextToken();
            Object value = value(parser);
            if (slot >= 0) {
                slots.values[slot] = value;
            }
        }
        return slots;
    }

    /** Also what is not kept is read, so that it is checked. */
    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new JsonParseException(parser, "no value");
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return values;
    }

    /** A place for each field that a frame, or the message in it, may have. */
    private static final class Slots implements FrameFields {
        private static final int COUNT = 18;

        private final Object[] values = new Object[COUNT];

        @Override
        public Object get(String name) {
            int slot = of(name);
            if (slot < 0) {
                throw new IllegalArgumentException(name + " is not among the fields that are kept");
            }
            return values[slot];
        }

        /** -1 for a name that means nothing. */
        private static int of(String name) {
            return switch (name) {
                case "type" -> 0;
                case "id" -> 1;
                case "room" -> 2;
                case "conversationId" -> 3;
                case "userId" -> 4;
                case "message" -> 5;
                case "text" -> 6;
                case "replyTo" -> 7;
                case "mentions" -> 8;
                case "attachments" -> 9;
                case "since" -> 10;
                case "limit" -> 11;
                case "startAfter" -> 12;
                case "on" -> 13;
                case "token" -> 14;
                case "turn" -> 15;
                case "call" -> 16;
                case "allow" -> 17;
                default -> -1;
            };
        }
    }
}
