package dev.parley.ai.openai;

import dev.parley.ai.AiProvider.Prompt;
import dev.parley.ai.Tool;
import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Conversation.Said;
import dev.parley.ai.provider.ToolText;
import dev.parley.config.AssistantConfig;
import dev.parley.protocol.ToolCall;
import dev.parley.protocol.TurnStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A chat completion's request. */
final class ChatRequest {
    private static final String OPENAI_ITSELF = "https://api.openai.com/";

    private ChatRequest() {}

    static JsonObject of(Conversation conversation) {
        Prompt prompt = conversation.prompt();
        JsonArray messages = new JsonArray().add(message("system", conversation.system()));
        for (Said line : conversation.lines()) {
            messages.add(message(line.own() ? "assistant" : "user", line.text()));
        }
        prompt.steps().forEach(step -> add(step, messages));
        JsonObject body = new JsonObject()
                .put("model", prompt.assistant().model())
                .put("stream", true)
                .put("stream_options", new JsonObject().put("include_usage", true))
                .put("messages", messages);
        if (prompt.assistant().maxTokens() > 0) {
            body.put(limit(prompt.assistant()), prompt.assistant().maxTokens());
        }
        if (!prompt.tools().isEmpty()) {
            JsonArray tools = new JsonArray();
            prompt.tools().forEach(spec -> tools.add(tool(spec)));
            body.put("tools", tools);
        }
        return body;
    }

    /** OpenAI's newer models refuse the name that all others know. */
    private static String limit(AssistantConfig assistant) {
        return assistant.baseUrl().startsWith(OPENAI_ITSELF) ? "max_completion_tokens" : "max_tokens";
    }

    private static void add(TurnStep step, JsonArray messages) {
        JsonArray calls = new JsonArray();
        for (ToolCall call : step.calls()) {
            JsonObject function = new JsonObject().put("name", call.name()).put("arguments", call.arguments());
            calls.add(new JsonObject()
                    .put("id", call.call())
                    .put("type", "function")
                    .put("function", function));
        }
        JsonObject said = message("assistant", step.text().isEmpty() ? null : step.text());
        messages.add(calls.isEmpty() ? said : said.put("tool_calls", calls));
        for (ToolCall call : step.calls()) {
            messages.add(message("tool", ToolText.result(call)).put("tool_call_id", call.call()));
        }
    }

    private static JsonObject tool(Tool.Spec spec) {
        JsonObject function = new JsonObject()
                .put("name", spec.name())
                .put("description", spec.description())
                .put("parameters", spec.parameters());
        return new JsonObject().put("type", "function").put("function", function);
    }

    private static JsonObject message(String role, String content) {
        return new JsonObject().put("role", role).put("content", content);
    }
}
