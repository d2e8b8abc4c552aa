package dev.parley.ai.provider;

import dev.parley.ai.provider.AiProvider.Prompt;
import dev.parley.ai.text.WholeCharacters;
import dev.parley.ai.tool.Tool;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes tools, their calls and their results as most dialects take them. Pure, but for a warning in the log. */
public final class ToolText {
    private static final Logger LOG = LoggerFactory.getLogger(ToolText.class);

    private ToolText() {}

    /**
     * The offered tools as the provider takes them: so many at most, which is logged, each described in so many
     * characters.
     */
    public static List<Tool.Spec> fitted(Prompt prompt, int most, int descriptionChars) {
        List<Tool.Spec> tools = prompt.tools();
        if (tools.size() > most) {
            LOG.warn(
                    "{}: the model is offered {} of {} tools, because its provider takes no more; left out: {}, ...",
                    prompt.assistant(),
                    most,
                    tools.size(),
                    tools.get(most).name());
        }
        return fitted(tools, most, descriptionChars);
    }

    /** All these tools as the provider takes them. */
    public static List<Tool.Spec> fitted(List<Tool.Spec> tools) {
        return fitted(tools, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static List<Tool.Spec> fitted(List<Tool.Spec> tools, int most, int descriptionChars) {
        return tools.stream()
                .limit(most)
                .map(spec -> new Tool.Spec(
                        spec.name(),
                        cut(WholeCharacters.repaired(spec.description()), descriptionChars),
                        ToolSchema.fitted(spec.parameters())))
                .toList();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /**
     * What the model may ask for; and, once it may ask no more, what it had asked for: some providers want no use
     * without its tool.
     */
    public static List<Tool.Spec> known(Prompt prompt) {
        if (!prompt.tools().isEmpty()) {
            return prompt.tools();
        }
        Map<String, Tool.Spec> used = new LinkedHashMap<>();
        for (TurnStep step : prompt.steps()) {
            for (ToolCall call : step.calls()) {
                used.computeIfAbsent(
                        call.name(),
                        name -> new Tool.Spec(
                                name, "May not be used any more.", new JsonObject().put("type", "object")));
            }
        }
        return List.copyOf(used.values());
    }

    /** As an object, where a dialect wants one; what the model wrote in another shape is nothing. */
    public static JsonObject arguments(ToolCall call) {
        try {
            return new JsonObject(call.arguments());
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    /** Never blank, which some providers refuse. */
    public static String result(ToolCall call) {
        boolean blank = call.result() == null || isBlank(call.result());
        return blank ? "(the tool returned nothing)" : call.result();
    }

    /** White space in any alphabet, and what is not seen at all: providers refuse a block of it. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.isISOControl(c));
    }

    public static boolean failed(ToolCall call) {
        return call.state() != ToolCall.State.DONE;
    }
}
