package dev.parley.ai.anthropic;

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

/** Writes the request of a message. Pure. */
final class MessagesRequest {
    private static final int TOKENS = 4096;

    private MessagesRequest() {}

    static JsonObject of(Conversation conversation) {
        Prompt prompt = conversation.prompt();
        JsonArray messages = new JsonArray();
        for (Message line : conversation.alternating()) {
            messages.add(message(line.own() ? "assistant" : "user", new JsonArray().add(text(line.text()))));
        }
        prompt.steps().forEach(step -> add(step, conversation, messages));
        int most = prompt.assistant().maxTokens();
        JsonObject body = new JsonObject()
                .put("model", prompt.assistant().model())
                .put("stream", true)
                .put("max_tokens", most > 0 ? most : TOKENS)
                .put("system", conversation.system())
                .put("messages", messages);
        List<Tool.Spec> known = ToolText.fitted(ToolText.known(prompt));
        if (!known.isEmpty()) {
            JsonArray tools = new JsonArray();
            known.forEach(spec -> tools.add(tool(spec)));
            body.put("tools", tools);
        }
        if (!known.isEmpty() && prompt.tools().isEmpty()) {
            body.put("tool_choice", new JsonObject().put("type", "none"));
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
                content.add(thought.json());
            } else if (part instanceof Reasoning.CallPart callPart) {
                ToolCall call = callPart.call();
                content.add(new JsonObject()
                        .put("type", "tool_use")
                        .put("id", call.call())
                        .put("name", call.name())
                        .put("input", ToolText.arguments(call)));
                results.add(new JsonObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", call.call())
                        .put("content", ToolText.result(call))
                        .put("is_error", ToolText.failed(call)));
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
        return new JsonObject()
                .put("name", spec.name())
                .put("description", spec.description())
                .put("input_schema", spec.parameters());
    }

    private static JsonObject message(String role, JsonArray content) {
        return new JsonObject().put("role", role).put("content", content);
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }
}
