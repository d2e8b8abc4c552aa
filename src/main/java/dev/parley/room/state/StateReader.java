package dev.parley.room.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.contract.JsonInput;
import dev.parley.contract.JsonInput.Tokens;
import dev.parley.model.Code;
import java.io.IOException;

/** Reads a JSON object's text as a {@link StateObject}. For one text. */
final class StateReader {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final String what;
    private final int depthMax;
    private int depth;

    private StateReader(String what, int depthMax) {
        this.what = what;
        this.depthMax = depthMax;
    }

    /**
     * Reads what somebody sent. Throws {@code bad_frame} when it is no object, {@code too_large} when it has too many
     * names and values, or too many objects and arrays inside each other, itself counted.
     */
    static StateObject read(String json, String what, int fieldsMax, int depthMax) {
        StateReader reader = new StateReader(what, depthMax);
        return JsonInput.read(json, what, "a JSON object", fieldsMax, reader::object);
    }

    /** Reads what was stored, under whatever limits that was. */
    static StateObject readStored(String json) {
        return read(json, "what is stored", UNBOUNDED, UNBOUNDED);
    }

    /** Its beginning was read. */
    private StateObject object(Tokens tokens) throws IOException {
        enter();
        StateObject object = new StateObject();
        while (tokens.next() == JsonToken.FIELD_NAME) {
            String name = tokens.parser().currentName();
            object.put(name, value(tokens, tokens.next()));
        }
        depth--;
        return object;
    }

    private StateNode value(Tokens tokens, JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return object(tokens);
        }
        if (token == JsonToken.VALUE_NULL) {
            return StateLeaf.NULL;
        }
        StringBuilder json = new StringBuilder();
        copy(tokens, token, json);
        return new StateLeaf(json.toString());
    }

    private void copy(Tokens tokens, JsonToken token, StringBuilder out) throws IOException {
        JsonParser parser = tokens.parser();
        switch (token) {
            case START_OBJECT -> copyObject(tokens, out);
            case START_ARRAY -> copyArray(tokens, out);
            case VALUE_STRING -> JsonText.quote(parser.getText(), out);
            default -> out.append(parser.getText()); // a number as it was written, true, false, null
        }
    }

    private void copyArray(Tokens tokens, StringBuilder out) throws IOException {
        enter();
        out.append('[');
        int start = out.length();
        JsonToken token = tokens.next();
        while (token != JsonToken.END_ARRAY) {
            separate(out, start);
            copy(tokens, token, out);
            token = tokens.next();
        }
        out.append(']');
        depth--;
    }

    private void copyObject(Tokens tokens, StringBuilder out) throws IOException {
        object(tokens).write(out); // nulls stay here: within an array nothing is merged
    }

    private static void separate(StringBuilder out, int start) {
        if (out.length() > start) {
            out.append(',');
        }
    }

    private void enter() {
        depth++;
        if (depth > depthMax) {
            throw Code.TOO_LARGE.refuse(what + " is nested deeper than " + depthMax + " (limits.depth)");
        }
    }
}
