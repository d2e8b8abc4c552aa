package dev.parley.contract;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a client's frame, or what else has the fields of one, in one pass, and keeps the fields that a frame may have.
 * Stateless.
 */
final class FrameFieldsParser {
    private FrameFieldsParser() {}

    /**
     * The fields of one JSON object; see {@link JsonInput} for what is refused.
     *
     * @param what what is read, for the refusal: "a frame"
     * @param expected what it must be, for the refusal: "one JSON object"
     */
    static FrameFields parse(String text, String what, String expected, int fieldsMax) {
        return JsonInput.read(text, what, expected, fieldsMax, tokens -> {
            Slots slots = new Slots(text);
            fill(slots, tokens, text);
            slots.to = text.length();
            return slots;
        });
    }

    private static void fill(Slots slots, JsonInput.Tokens tokens, String text) throws IOException {
        while (tokens.next() == JsonToken.FIELD_NAME) {
            int slot = Slots.of(tokens.parser().currentName());
            tokens.next();
            Object value = slot >= Slots.RAW ? RawJson.read(tokens, text) : value(slot, tokens, text);
            if (slot >= 0) {
                slots.set(slot, value);
            }
        }
    }

    /** Also what is not kept is read, so that it is checked. */
    private static Object value(int slot, JsonInput.Tokens tokens, String text) throws IOException {
        return switch (tokens.parser().currentToken()) {
            case START_OBJECT -> slot == Slots.FRAME ? frame(tokens, text) : object(tokens, text);
            case START_ARRAY -> list(tokens, text);
            default -> JsonInput.scalar(tokens.parser());
        };
    }

    private static Slots object(JsonInput.Tokens tokens, String text) throws IOException {
        Slots slots = new Slots(null);
        fill(slots, tokens, text);
        return slots;
    }

    /** A frame in an envelope: it has a text of its own. */
    private static Slots frame(JsonInput.Tokens tokens, String text) throws IOException {
        Slots slots = new Slots(text);
        slots.from = (int) tokens.parser().currentTokenLocation().getCharOffset();
        fill(slots, tokens, text);
        slots.to = (int) tokens.parser().currentLocation().getCharOffset();
        return slots;
    }

    private static List<Object> list(JsonInput.Tokens tokens, String text) throws IOException {
        List<Object> values = new ArrayList<>();
        while (tokens.next() != JsonToken.END_ARRAY) {
            values.add(value(-1, tokens, text));
        }
        return values;
    }

    /** A place for each field that a frame, the message in it, or an envelope around it may have. */
    private static final class Slots implements FrameFields {
        /** Holds a frame that is in an envelope. */
        private static final int FRAME = 26;
        /** From here on values are kept as their text. */
        private static final int RAW = 27;

        private static final int COUNT = 29;

        /** Those before this one, which plain messages have. */
        private static final int COMMON = 18;

        private final Object[] values = new Object[COMMON];
        /** The others; null until there are any. */
        private Object[] rarer;

        /** Null for an object in a frame. */
        private final String text;
        /** Where in the text the frame is. */
        private int from;

        private int to;

        Slots(String text) {
            this.text = text;
        }

        @Override
        public String json() {
            if (text == null) {
                throw new IllegalStateException("an object in a frame has no text of its own");
            }
            return text.substring(from, to);
        }

        @Override
        public Object get(String name) {
            int slot = of(name);
            if (slot < 0) {
                throw new IllegalArgumentException(name + " is not among the fields that are kept");
            }
            if (slot < COMMON) {
                return values[slot];
            }
            return rarer == null ? null : rarer[slot - COMMON];
        }

        void set(int slot, Object value) {
            if (slot < COMMON) {
                values[slot] = value;
                return;
            }
            if (rarer == null) {
                rarer = new Object[COUNT - COMMON];
            }
            rarer[slot - COMMON] = value;
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
                case "target" -> 18;
                case "emoji" -> 19;
                case "name" -> 20;
                case "to" -> 21;
                case "base" -> 22;
                case "state" -> 23;
                case "address" -> 24;
                case "replyAddress" -> 25;
                case "body" -> FRAME;
                case "data" -> RAW;
                case "patch" -> RAW + 1;
                default -> -1;
            };
        }
    }
}
