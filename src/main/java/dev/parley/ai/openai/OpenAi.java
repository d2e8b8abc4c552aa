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

/** Speaks OpenAI's Chat Completions API, as many other servers do. */
public final class OpenAi implements Dialect {
    @Override
    public JsonObject body(Conversation conversation) {
        return ChatCompletionRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        return ProviderRequest.sse(assistant, "/chat/completions", "Authorization", "Bearer ");
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new SseReader(streamState, "a chat completion", new CompletionEvents(streamState));
    }
}
