package dev.parley.ai.openai;

import static dev.parley.ai.provider.LenientJson.label;
import static dev.parley.ai.provider.LenientJson.object;
import static dev.parley.ai.provider.LenientJson.text;

import dev.parley.ai.provider.StreamState;
import io.vertx.core.json.JsonObject;

/**
 * Puts the tool calls of a chat completion together, whatever its server leaves out: an index, an id, or a name that
 * comes later. Used by one response, on its context.
 */
final class CompletionCalls {
    private static final int LEGACY = -1;

    private final StreamState streamState;

    CompletionCalls(StreamState streamState) {
        this.streamState = streamState;
    }

    /**
     * A piece of a call, known by its index; servers that send whole calls leave it out, and some number all of them 0.
     */
    void read(JsonObject call) {
        String id = label(call, "id");
        JsonObject function = object(call, "function");
        String name = text(function, "name");
        readFunction(place(call, id, name), id, function);
    }

    /** A piece of the one function that servers of before 2024 can ask for; empty for none. */
    void readLegacy(JsonObject function) {
        if (!function.isEmpty()) {
            readFunction(LEGACY, "", function);
        }
    }

    private int place(JsonObject call, String id, String name) {
        Object index = call.getValue("index");
        if (index instanceof Number number) {
            return number.intValue();
        }
        if (index instanceof String text && text.matches("[0-9]{1,4}")) {
            return Integer.parseInt(text);
        }
        int known = streamState.tools().place(id);
        int last = streamState.tools().last();
        boolean named = last >= 0
                && streamState.tools().has(last)
                && !streamState.tools().name(last).isEmpty();
        return known >= 0 ? known : last < 0 || (!name.isEmpty() && named) ? last + 1 : last;
    }

    private void readFunction(int place, String id, JsonObject function) {
        String name = text(function, "name");
        Object arguments = function.getValue("arguments");
        String piece =
                arguments == null ? "" : arguments instanceof JsonObject whole ? whole.encode() : (String) arguments;
        if (!streamState.tools().has(place) || isAnother(place, id, name, piece)) {
            streamState.tools().begin(place, id, name);
        } else {
            streamState.tools().identify(place, id, name);
        }
        streamState.tools().arguments(place, piece);
        streamState.markActive();
    }

    /** Whether this begins another call at a place that has one already. */
    private boolean isAnother(int place, String id, String name, String piece) {
        String before = streamState.tools().name(place);
        String known = streamState.tools().id(place);
        if (name.isEmpty() || before.isEmpty()) {
            return false; // more of its arguments, or its name at last
        }
        if (!id.isEmpty() && !known.isEmpty()) {
            return !id.equals(known);
        }
        return !name.equals(before) || (!piece.isBlank() && streamState.tools().isWhole(place));
    }
}
