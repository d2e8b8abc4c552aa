package dev.parley.ai.responses;

import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.provider.ProviderRequest;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StreamState;
import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Speaks OpenAI's Responses API. */
public final class Responses implements Dialect {
    @Override
    public JsonObject body(Conversation conversation) {
        return ResponseRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        return ProviderRequest.sse(assistant, "/responses", "Authorization", "Bearer ");
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new SseReader(streamState, "a response", new ResponseEvents(streamState));
    }
}
