package dev.parley.ai.openai;

import dev.parley.ai.provider.AiProvider.Prompt;
import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Conversation.Message;
import dev.parley.ai.provider.Reasoning;
import dev.parley.ai.provider.ToolText;
import dev.parley.ai.tool.Tool;
import dev.parley.config.AssistantConfig;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes the request of a chat completion, adapted to the {@link ServerQuirks} of its server. Pure. */
final class ChatCompletionRequest {
    /** Most tools, and the longest description of one, that OpenAI takes. */
    static final int TOOLS_MAX = 128;

    static final int DESCRIPTION_CHARS_MAX = 1024;

    private final Conversation conversation;
    private final ServerQuirks serverQuirks;
    private final JsonArray messages = new JsonArray();

    private ChatCompletionRequest(Conversation conversation) {
        this.conversation = conversation;
        this.serverQuirks = ServerQuirks.of(conversation.prompt().assistant());
    }

    static JsonObject of(Conversation conversation) {
        return new ChatCompletionRequest(conversation).body();
    }

    private JsonObject body() {
        Prompt prompt = conversation.prompt();
        AssistantConfig assistant = prompt.assistant();
        messages.add(message("system", conversation.system()));
        for (Message line : serverQuirks.alternate() ? conversation.alternating() : conversation.lines()) {
            messages.add(message(line.own() ? "assistant" : "user", line.text()));
        }
        prompt.steps().forEach(this::add);
        JsonObject body = new JsonObject()
                .put("model", assistant.model())
                .put("stream", true)
                .put("messages", messages);
        if (serverQuirks.usage()) {
            body.put("stream_options", new JsonObject().put("include_usage", true));
        }
        if (assistant.maxTokens() > 0) {
            body.put(serverQuirks.maxTokens(), assistant.maxTokens());
        }
        List<Tool.Spec> specs = ToolText.fitted(prompt, TOOLS_MAX, DESCRIPTION_CHARS_MAX);
        if (!specs.isEmpty()) {
            JsonArray tools = new JsonArray();
            specs.forEach(spec -> tools.add(tool(spec)));
            body.put("tools", tools);
        }
        return body;
    }

    private void add(TurnStep step) {
        JsonArray calls = new JsonArray();
        for (ToolCall call : step.calls()) {
            JsonObject function = new JsonObject().put("name", call.name()).put("arguments", call.arguments());
            calls.add(new JsonObject()
                    .put("id", serverQuirks.id(call.call()))
                    .put("type", "function")
                    .put("function", function));
        }
        JsonObject assistantMessage = message("assistant", ToolText.isBlank(step.text()) ? null : step.text());
        if (serverQuirks.reasoning()) {
            reason(step, assistantMessage);
        }
        messages.add(calls.isEmpty() ? assistantMessage : assistantMessage.put("tool_calls", calls));
        for (ToolCall call : step.calls()) {
            messages.add(message("tool", ToolText.result(call)).put("tool_call_id", serverQuirks.id(call.call())));
        }
    }

    /** Under the names by which it came. */
    private void reason(TurnStep step, JsonObject assistantMessage) {
        for (Reasoning.Part part : conversation.parts(step)) {
            if (part instanceof Reasoning.ThoughtPart thought) {
                for (String field : thought.json().fieldNames()) {
                    Object value = thought.json().getValue(field);
                    if (field.equals(Thinking.FIELD)) {
                        assistantMessage.put("content", Thinking.BEGIN + value + Thinking.END + step.text());
                    } else if (value instanceof JsonArray more
                            && assistantMessage.getValue(field) instanceof JsonArray before) {
                        before.addAll(more);
                    } else if (value instanceof String more
                            && assistantMessage.getValue(field) instanceof String before) {
                        assistantMessage.put(field, before + more);
                    } else {
                        assistantMessage.put(field, value instanceof JsonArray list ? list.copy() : value);
                    }
                }
            }
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
