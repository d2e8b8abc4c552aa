package dev.parley.ai.openai;

import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.provider.ProviderRequest;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StreamState;
import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** OpenAI's chat completions, which many servers speak. */
public final class OpenAi implements Dialect {
    @Override
    public JsonObject body(Conversation conversation) {
        return ChatCompletionRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "text/event-stream"));
        if (!assistant.apiKey().isEmpty()) {
            headers.put("Authorization", "Bearer " + assistant.apiKey());
        }
        return new ProviderRequest(ProviderRequest.url(assistant, "/chat/completions"), headers);
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new SseReader(streamState, "a chat completion", new CompletionEvents(streamState));
    }
}
