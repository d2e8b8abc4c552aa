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
import java.util.HashMap;
import java.util.Map;

/** Anthropic's messages. */
public final class Anthropic implements Dialect {
    private static final String VERSION = "2023-06-01";

    @Override
    public JsonObject body(Conversation conversation) {
        return MessagesRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        Map<String, String> headers =
                new HashMap<>(Map.of("Accept", "text/event-stream", "anthropic-version", VERSION));
        if (!assistant.apiKey().isEmpty()) {
            headers.put("x-api-key", assistant.apiKey());
        }
        return new ProviderRequest(ProviderRequest.url(assistant, "/messages"), headers);
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new SseReader(streamState, "a message", new MessageEvents(streamState));
    }
}
