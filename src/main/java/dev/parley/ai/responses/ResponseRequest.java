package dev.parley.ai.responses;

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

/** Writes the request of a response, with the whole conversation, as the provider stores nothing. Pure. */
final class ResponseRequest {
    private static final int TOOLS_MAX = 128;
    private static final int DESCRIPTION_CHARS_MAX = 1024;
    /** Models that do not reason, and refuse to be asked for reasoning. */
    private static final String DOES_NOT_REASON = "(gpt-[34]|chatgpt|ft:gpt-[34]).*";

    private ResponseRequest() {}

    static JsonObject of(Conversation conversation) {
        Prompt prompt = conversation.prompt();
        String model = prompt.assistant().model();
        JsonArray input = new JsonArray();
        for (Message line : conversation.lines()) {
            input.add(message(line.own() ? "assistant" : "user", line.text()));
        }
        prompt.steps().forEach(step -> add(step, conversation, input));
        JsonObject body = new JsonObject()
                .put("model", model)
                .put("stream", true)
                .put("store", false)
                .put("instructions", conversation.system())
                .put("input", input);
        if (!model.matches(DOES_NOT_REASON)) {
            body.put("include", new JsonArray().add("reasoning.encrypted_content"));
        }
        if (prompt.assistant().maxTokens() > 0) {
            body.put("max_output_tokens", prompt.assistant().maxTokens());
        }
        List<Tool.Spec> specs = ToolText.fitted(prompt, TOOLS_MAX, DESCRIPTION_CHARS_MAX);
        if (!specs.isEmpty()) {
            JsonArray tools = new JsonArray();
            specs.forEach(spec -> tools.add(tool(spec)));
            body.put("tools", tools);
        }
        return body;
    }

    /** In the order in which it came: an item of reasoning stands before what it led to. */
    private static void add(TurnStep step, Conversation conversation, JsonArray input) {
        for (Reasoning.Part part : conversation.parts(step)) {
            if (part instanceof Reasoning.TextPart piece && !ToolText.isBlank(piece.text())) {
                input.add(message("assistant", piece.text()));
            } else if (part instanceof Reasoning.ThoughtPart thought) {
                input.add(thought.json());
            } else if (part instanceof Reasoning.CallPart callPart) {
                ToolCall call = callPart.call();
                input.add(new JsonObject()
                        .put("type", "function_call")
                        .put("call_id", call.call())
                        .put("name", call.name())
                        .put("arguments", call.arguments()));
            }
        }
        for (ToolCall call : step.calls()) {
            input.add(new JsonObject()
                    .put("type", "function_call_output")
                    .put("call_id", call.call())
                    .put("output", ToolText.result(call)));
        }
    }

    /** Not strict: a tool's own schema decides, and the model is told. */
    private static JsonObject tool(Tool.Spec spec) {
        return new JsonObject()
                .put("type", "function")
                .put("name", spec.name())
                .put("description", spec.description())
                .put("parameters", spec.parameters())
                .put("strict", false);
    }

    private static JsonObject message(String role, String content) {
        return new JsonObject().put("role", role).put("content", content);
    }
}
