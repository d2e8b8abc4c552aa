package dev.parley.ai.gemini;

import dev.parley.ai.AiProvider.Prompt;
import dev.parley.ai.Tool;
import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Conversation.Said;
import dev.parley.ai.provider.ToolText;
import dev.parley.protocol.ToolCall;
import dev.parley.protocol.TurnStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The request of {@code streamGenerateContent}. */
final class GenerateRequest {
    /**
     * Models since 3 want each use of a tool back with a signature of the thoughts behind it. This stands for one that is
     * not there (Gemini API, "Thought signatures").
     */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private GenerateRequest() {}

    static JsonObject of(Conversation conversation) {
        Prompt prompt = conversation.prompt();
        JsonArray contents = new JsonArray();
        for (Said line : conversation.alternating()) {
            contents.add(content(line.own() ? "model" : "user", new JsonArray().add(text(line.text()))));
        }
        prompt.steps().forEach(step -> add(step, wantsSignatures(prompt), contents));
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
        if (!prompt.tools().isEmpty()) {
            JsonArray tools = new JsonArray();
            prompt.tools().forEach(spec -> tools.add(tool(spec)));
            body.put("tools", new JsonArray().add(new JsonObject().put("functionDeclarations", tools)));
        }
        return body;
    }

    private static boolean wantsSignatures(Prompt prompt) {
        return !prompt.assistant().model().matches("(models/)?gemini-[12][.-].*");
    }

    private static void add(TurnStep step, boolean signed, JsonArray contents) {
        JsonArray said = new JsonArray();
        if (!step.text().isEmpty()) {
            said.add(text(step.text()));
        }
        JsonArray results = new JsonArray();
        for (ToolCall call : step.calls()) {
            JsonObject function = new JsonObject()
                    .put("id", call.call())
                    .put("name", call.name())
                    .put("args", ToolText.arguments(call));
            JsonObject part = new JsonObject().put("functionCall", function);
            said.add(signed ? part.put("thoughtSignature", NO_SIGNATURE) : part);
            results.add(new JsonObject().put("functionResponse", result(call)));
        }
        if (!said.isEmpty()) {
            contents.add(content("model", said));
        }
        if (!results.isEmpty()) {
            contents.add(content("user", results));
        }
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
