package dev.parley.contract;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a client's frame in one pass, and keeps the fields that a frame may have. Stateless. */
final class FrameFieldsParser {
    private FrameFieldsParser() {}

    /** The fields of one JSON object; see {@link JsonInput} for what is refused. */
    static FrameFields parse(String text, int fieldsMax) {
        return JsonInput.read(text, "a frame", "one JSON object", fieldsMax, tokens -> object(tokens, text));
    }

    /** {@code text} is that of a whole frame, null for an object in one. */
    private static FrameFields object(JsonInput.Tokens tokens, String text) throws IOException {
        Slots slots = new Slots(text);
        while (tokens.next() == JsonToken.FIELD_NAME) {
            int slot = Slots.of(tokens.parser().currentName());
            tokens.next();
            Object value = value(tokens);
            if (slot >= 0) {
                slots.values[slot] = value;
            }
        }
        return slots;
    }

    /** Also what is not kept is read, so that it is checked. */
    private static Object value(JsonInput.Tokens tokens) throws IOException {
        return switch (tokens.parser().currentToken()) {
            case START_OBJECT -> object(tokens, null);
            case START_ARRAY -> list(tokens);
            default -> JsonInput.scalar(tokens.parser());
        };
    }

    private static List<Object> list(JsonInput.Tokens tokens) throws IOException {
        List<Object> values = new ArrayList<>();
        while (tokens.next() != JsonToken.END_ARRAY) {
            values.add(value(tokens));
        }
        return values;
    }

    /** A place for each field that a frame, or the message in it, may have. */
    private static final class Slots implements FrameFields {
        private static final int COUNT = 18;

        private final Object[] values = new Object[COUNT];
        private final String text;

        Slots(String text) {
            this.text = text;
        }

        @Override
        public String json() {
            if (text == null) {
                throw new IllegalStateException("an object in a frame has no text of its own");
            }
            return text;
        }

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
