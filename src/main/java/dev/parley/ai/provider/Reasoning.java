package dev.parley.ai.provider;

import dev.parley.ai.text.WholeCharacters;
import dev.parley.config.AssistantConfig;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Remembers a model's reasoning in its place between text and tools, so that the provider gets the step back as it
 * wrote it.
 *
 * <p>A dialect adds whatever JSON it needs. The reasoning is stored as text ({@link TurnStep#reasoning}) and read only
 * by the same dialect and model, as signatures mean nothing to others. At most {@link #CHARS_MAX} characters, else none
 * is stored. Used by one response, on its context.
 */
public final class Reasoning {
    /** Longest reasoning that is stored, in characters. A longer one is dropped as a whole. */
    public static final int CHARS_MAX = 1 << 20;

    private static final int CALL = 0; // in the stored list; any other number is so many characters of text

    private final JsonArray parts = new JsonArray();
    private boolean any;
    private long chars;

    /** A part of a step. */
    public sealed interface Part {}

    /** Text of the answer. */
    public record TextPart(String text) implements Part {}

    /** A tool call. */
    public record CallPart(ToolCall call) implements Part {}

    /** A thought, as the dialect added it. */
    public record ThoughtPart(JsonObject json) implements Part {}

    /** Adds a thought at this place; the dialect may still change it. {@code size} is its present length. */
    public void add(JsonObject thought, int size) {
        any = true;
        grow(size);
        parts.add(thought);
    }

    /** A thought got longer. */
    public void grow(int by) {
        chars += by;
    }

    void addText(int length) {
        int last = parts.size() - 1;
        if (last >= 0 && parts.getValue(last) instanceof Integer before && before != CALL) {
            parts.set(last, before + length);
        } else {
            parts.add(length);
        }
    }

    void addCall() {
        parts.add(CALL);
    }

    long chars() {
        return chars;
    }

    /** As text for the store; empty when there was none. */
    String stored(AssistantConfig by) {
        return any && chars <= CHARS_MAX
                ? WholeCharacters.repaired(
                        new JsonObject().put("by", name(by)).put("parts", parts).encode())
                : "";
    }

    /** The parts of a step in their order; without reasoning its text, then its tools. */
    public static List<Part> of(TurnStep step, AssistantConfig by) {
        List<Part> ordered = new ArrayList<>();
        int textEnd = 0;
        int callsEnd = 0;
        for (Object part : storedParts(step.reasoning(), by)) {
            if (part instanceof JsonObject thought) {
                ordered.add(new ThoughtPart(thought));
            } else if (part instanceof Integer length && length != CALL) {
                int end = Math.min(step.text().length(), textEnd + length);
                ordered.add(new TextPart(step.text().substring(textEnd, end)));
                textEnd = end;
            } else if (callsEnd < step.calls().size()) {
                ordered.add(new CallPart(step.calls().get(callsEnd++)));
            }
        }
        if (textEnd < step.text().length()) {
            ordered.add(new TextPart(step.text().substring(textEnd)));
        }
        for (ToolCall call : step.calls().subList(callsEnd, step.calls().size())) {
            ordered.add(new CallPart(call));
        }
        return ordered;
    }

    private static JsonArray storedParts(String stored, AssistantConfig by) {
        if (stored.isEmpty()) {
            return new JsonArray();
        }
        try {
            JsonObject json = new JsonObject(stored);
            return name(by).equals(json.getString("by")) ? json.getJsonArray("parts") : new JsonArray();
        } catch (DecodeException | ClassCastException e) { // another version's
            return new JsonArray();
        }
    }

    private static String name(AssistantConfig by) {
        return by.preset().api().name().toLowerCase(Locale.ROOT) + "/" + by.model();
    }
}
