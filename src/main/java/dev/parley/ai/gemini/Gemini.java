package dev.parley.ai.gemini;

import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.provider.ProviderRequest;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StreamState;
import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Speaks the Gemini API: {@code streamGenerateContent}. */
public final class Gemini implements Dialect {
    @Override
    public JsonObject body(Conversation conversation) {
        return GenerateRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        String path = "/" + path(assistant.model()) + ":streamGenerateContent?alt=sse";
        return ProviderRequest.sse(assistant, path, "x-goog-api-key", "");
    }

    /** Tuned models are given with their collection, all others mostly by their name alone. */
    private static String path(String model) {
        int slash = model.lastIndexOf('/');
        String collection = slash < 0 ? "models/" : model.substring(0, slash + 1);
        return collection + URLEncoder.encode(model.substring(slash + 1), StandardCharsets.UTF_8);
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new SseReader(streamState, "generated content", new Candidates(streamState));
    }
}
