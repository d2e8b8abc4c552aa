package dev.parley.ai.gemini;

import dev.parley.ai.provider.AiProvider.Prompt;
import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Conversation.Message;
import dev.parley.ai.provider.LenientJson;
import dev.parley.ai.provider.Reasoning;
import dev.parley.ai.provider.ToolText;
import dev.parley.ai.tool.Tool;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes the request of {@code streamGenerateContent}. Pure. */
final class GenerateRequest {
    /**
     * Models since 3 want each tool call back with a signature of the thoughts behind it. This stands for a missing one
     * (Gemini API, "Thought signatures").
     */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private static final int TOOLS_MAX = 128;

    private GenerateRequest() {}

    static JsonObject of(Conversation conversation) {
        Prompt prompt = conversation.prompt();
        JsonArray contents = new JsonArray();
        for (Message line : conversation.alternating()) {
            contents.add(content(line.own() ? "model" : "user", new JsonArray().add(text(line.text()))));
        }
        prompt.steps().forEach(step -> add(step, conversation, contents));
        JsonObject body = new JsonObject()
                .put(
                        "systemInstruction",
                        new JsonObject().put("parts", new JsonArray().add(text(conversation.system()))))
                .put("contents", contents);
        if (prompt.assistant().maxTokens() > 0) {
            body.put(
                    "generationConfig",
                    new JsonObject().put("maxOutputTokens", prompt.assistant().maxTokens()));
        }
        List<Tool.Spec> specs = ToolText.fitted(prompt, TOOLS_MAX, Integer.MAX_VALUE);
        if (!specs.isEmpty()) {
            JsonArray tools = new JsonArray();
            specs.forEach(spec -> tools.add(tool(spec)));
            body.put("tools", new JsonArray().add(new JsonObject().put("functionDeclarations", tools)));
        }
        return body;
    }

    private static boolean wantsSignatures(Prompt prompt) {
        return !prompt.assistant().model().matches("(models/)?gemini-[12][.-].*");
    }

    /** A signature goes back with the part that it came with. */
    private static void add(TurnStep step, Conversation conversation, JsonArray contents) {
        JsonArray modelParts = new JsonArray();
        JsonArray results = new JsonArray();
        boolean wanted = wantsSignatures(conversation.prompt());
        boolean signed = false; // only the first of several calls has one
        String signature = "";
        for (Reasoning.Part part : conversation.parts(step)) {
            if (part instanceof Reasoning.ThoughtPart thought) {
                if (!signature.isEmpty()) { // of a part without text
                    modelParts.add(text("").put(Candidates.SIGNATURE, signature));
                }
                signature = LenientJson.text(thought.json(), Candidates.SIGNATURE);
                signed = true;
                continue;
            }
            JsonObject written = null;
            if (part instanceof Reasoning.TextPart piece && !ToolText.isBlank(piece.text())) {
                written = text(piece.text());
            } else if (part instanceof Reasoning.CallPart callPart) {
                written = new JsonObject().put("functionCall", call(callPart.call()));
                results.add(new JsonObject().put("functionResponse", result(callPart.call())));
                signature = signature.isEmpty() && wanted && !signed ? NO_SIGNATURE : signature;
            }
            if (written != null) {
                modelParts.add(signature.isEmpty() ? written : written.put(Candidates.SIGNATURE, signature));
                signature = "";
            }
        }
        if (!signature.isEmpty()) {
            modelParts.add(text("").put(Candidates.SIGNATURE, signature));
        }
        if (!modelParts.isEmpty()) {
            contents.add(content("model", modelParts));
        }
        if (!results.isEmpty()) {
            contents.add(content("user", results));
        }
    }

    private static JsonObject call(ToolCall call) {
        return new JsonObject().put("id", call.call()).put("name", call.name()).put("args", ToolText.arguments(call));
    }

    private static JsonObject result(ToolCall call) {
        String key = ToolText.failed(call) ? "error" : "output";
        return new JsonObject()
                .put("id", call.call())
                .put("name", call.name())
                .put("response", new JsonObject().put(key, ToolText.result(call)));
    }

    private static JsonObject tool(Tool.Spec spec) {
        return new JsonObject()
                .put("name", spec.name())
                .put("description", spec.description())
                .put("parametersJsonSchema", spec.parameters());
    }

    private static JsonObject content(String role, JsonArray parts) {
        return new JsonObject().put("role", role).put("parts", parts);
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }
}
