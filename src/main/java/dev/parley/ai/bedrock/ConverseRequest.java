package dev.parley.ai.bedrock;

import dev.parley.ai.provider.AiProvider.Prompt;
import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Conversation.Message;
import dev.parley.ai.provider.Reasoning;
import dev.parley.ai.provider.ToolText;
import dev.parley.ai.tool.Tool;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes the request of {@code ConverseStream}. Pure. */
final class ConverseRequest {
    private ConverseRequest() {}

    static JsonObject of(Conversation conversation) {
        Prompt prompt = conversation.prompt();
        JsonArray messages = new JsonArray();
        for (Message line : conversation.alternating()) {
            messages.add(message(line.own() ? "assistant" : "user", new JsonArray().add(text(line.text()))));
        }
        prompt.steps().forEach(step -> add(step, conversation, messages));
        JsonObject body = new JsonObject()
                .put("system", new JsonArray().add(text(conversation.system())))
                .put("messages", messages);
        if (prompt.assistant().maxTokens() > 0) {
            body.put(
                    "inferenceConfig",
                    new JsonObject().put("maxTokens", prompt.assistant().maxTokens()));
        }
        List<Tool.Spec> known = ToolText.fitted(ToolText.known(prompt));
        if (!known.isEmpty()) {
            JsonArray tools = new JsonArray();
            known.forEach(spec -> tools.add(tool(spec)));
            body.put("toolConfig", new JsonObject().put("tools", tools));
        }
        return body;
    }

    private static void add(TurnStep step, Conversation conversation, JsonArray messages) {
        JsonArray content = new JsonArray();
        JsonArray results = new JsonArray();
        for (Reasoning.Part part : conversation.parts(step)) {
            if (part instanceof Reasoning.TextPart piece && !ToolText.isBlank(piece.text())) { // which the API refuses
                content.add(text(piece.text()));
            } else if (part instanceof Reasoning.ThoughtPart thought) {
                content.add(new JsonObject().put("reasoningContent", thought.json()));
            } else if (part instanceof Reasoning.CallPart callPart) {
                ToolCall call = callPart.call();
                JsonObject use = new JsonObject()
                        .put("toolUseId", call.call())
                        .put("name", call.name())
                        .put("input", ToolText.arguments(call));
                content.add(new JsonObject().put("toolUse", use));
                JsonObject result = new JsonObject()
                        .put("toolUseId", call.call())
                        .put("content", new JsonArray().add(text(ToolText.result(call))))
                        .put("status", ToolText.failed(call) ? "error" : "success");
                results.add(new JsonObject().put("toolResult", result));
            }
        }
        if (!content.isEmpty()) {
            messages.add(message("assistant", content));
        }
        if (!results.isEmpty()) {
            messages.add(message("user", results));
        }
    }

    private static JsonObject tool(Tool.Spec spec) {
        JsonObject toolSpec = new JsonObject()
                .put("name", spec.name())
                .put("description", spec.description())
                .put("inputSchema", new JsonObject().put("json", spec.parameters()));
        return new JsonObject().put("toolSpec", toolSpec);
    }

    private static JsonObject message(String role, JsonArray content) {
        return new JsonObject().put("role", role).put("content", content);
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }
}
