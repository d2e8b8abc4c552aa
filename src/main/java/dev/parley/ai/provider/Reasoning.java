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
 * What a model reasoned in a round, in its place between text and tools, so that the provider gets the round back as it
 * wrote it. A dialect puts in whatever JSON it needs; it is stored as text ({@link TurnStep#reasoning}) and read only by
 * the same dialect and model: signatures are worth nothing elsewhere. One response's context.
 */
public final class Reasoning {
    /** Longest reasoning that is kept, in characters. Of a longer one nothing is kept. */
    public static final int CHARS_MAX = 1 << 20;

    private static final int CALL = 0; // in the stored list; any other number is so many characters of text

    private final JsonArray parts = new JsonArray();
    private boolean any;
    private long chars;

    /** A part of a round, in its order. */
    public sealed interface Part {}

    /** What was said. */
    public record TextPart(String text) implements Part {}

    /** A tool that was asked for. */
    public record CallPart(ToolCall call) implements Part {}

    /** What the dialect put in. */
    public record ThoughtPart(JsonObject json) implements Part {}

    /** A thought at this place; the dialect may still change it. {@code size} is what it is long now. */
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

    /** For the turn's log; empty when there was none. */
    String stored(AssistantConfig by) {
        return any && chars <= CHARS_MAX
                ? WholeCharacters.repaired(
                        new JsonObject().put("by", name(by)).put("parts", parts).encode())
                : "";
    }

    /** A round as it was: without reasoning its text, then its tools. */
    public static List<Part> of(TurnStep step, AssistantConfig by) {
        List<Part> round = new ArrayList<>();
        int said = 0;
        int asked = 0;
        for (Object part : storedParts(step.reasoning(), by)) {
            if (part instanceof JsonObject thought) {
                round.add(new ThoughtPart(thought));
            } else if (part instanceof Integer length && length != CALL) {
                int end = Math.min(step.text().length(), said + length);
                round.add(new TextPart(step.text().substring(said, end)));
                said = end;
            } else if (asked < step.calls().size()) {
                round.add(new CallPart(step.calls().get(asked++)));
            }
        }
        if (said < step.text().length()) {
            round.add(new TextPart(step.text().substring(said)));
        }
        for (ToolCall call : step.calls().subList(asked, step.calls().size())) {
            round.add(new CallPart(call));
        }
        return round;
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
