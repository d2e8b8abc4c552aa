package dev.parley.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * How far a turn is, as it is stored, so that a new owner of the room can go on with it. What tools returned is in it
 * before the model sees it, so that no tool that was done is done again.
 *
 * @param phase what the turn does
 * @param begun how often the round in hand was begun; it is not begun for ever
 * @param steps the rounds that are over, but for tools that may still run or wait
 * @param text what the round in hand has said, as of the last checkpoint
 * @param usage tokens of the rounds that are over, and of the one in hand as estimated; null when unknown
 */
public record TurnProgress(Phase phase, int begun, List<TurnStep> steps, String text, TokenUsage usage) {
    public static final TurnProgress NONE = new TurnProgress(Phase.QUEUED, 0, List.of(), "", null);

    /** What a turn in progress does. */
    public enum Phase {
        /** It waits for another answer of its assistant in the room. */
        QUEUED,
        RUNNING,
        /** It waits for a person's permission. */
        WAITING;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TurnProgress {
        steps = List.copyOf(steps);
    }

    /** All that was said. */
    public String content() {
        StringBuilder content = new StringBuilder();
        steps.forEach(step -> content.append(step.text()));
        return content.append(text).toString();
    }

    /** All uses of tools, in order. */
    public List<ToolCall> calls() {
        return steps.stream().flatMap(step -> step.calls().stream()).toList();
    }

    public JsonObject toJson() {
        JsonArray rounds = new JsonArray();
        for (TurnStep step : steps) {
            JsonArray calls = new JsonArray();
            step.calls().forEach(call -> calls.add(call.toJson()));
            JsonObject round = new JsonObject().put("text", step.text()).put("calls", calls);
            rounds.add(step.reasoning().isEmpty() ? round : round.put("reasoning", step.reasoning()));
        }
        JsonObject json = new JsonObject()
                .put("phase", phase.text())
                .put("begun", begun)
                .put("steps", rounds)
                .put("text", text);
        return usage == null ? json : json.put("usage", usage.toJson());
    }

    /** As it stands in a store, which has nothing until it is first kept. */
    public static TurnProgress stored(String text) {
        return text == null ? NONE : of(new JsonObject(text));
    }

    public static TurnProgress of(JsonObject json) {
        List<TurnStep> steps = json.getJsonArray("steps").stream()
                .map(JsonObject.class::cast)
                .map(round -> new TurnStep(
                        round.getString("text"),
                        round.getJsonArray("calls").stream()
                                .map(call -> ToolCall.of((JsonObject) call))
                                .toList(),
                        round.getString("reasoning")))
                .toList();
        JsonObject usage = json.getJsonObject("usage");
        return new TurnProgress(
                Phase.valueOf(json.getString("phase").toUpperCase(Locale.ROOT)),
                json.getInteger("begun"),
                steps,
                json.getString("text"),
                usage == null ? null : TokenUsage.of(usage));
    }
}
