package dev.parley.ai.anthropic;

import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.provider.ProviderRequest;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StreamState;
import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Speaks Anthropic's Messages API. */
public final class Anthropic implements Dialect {
    private static final String VERSION = "2023-06-01";

    @Override
    public JsonObject body(Conversation conversation) {
        return MessagesRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        return ProviderRequest.sse(assistant, "/messages", "x-api-key", "").with("anthropic-version", VERSION);
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new SseReader(streamState, "a message", new MessageEvents(streamState));
    }
}
