package dev.parley.ai.openai;

import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;

/** Where and how a chat completion is asked for. */
final class Endpoint {
    private Endpoint() {}

    static RequestOptions of(AssistantConfig assistant, AiConfig config) {
        String url = assistant.baseUrl().replaceAll("/+$", "") + "/chat/completions";
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setFollowRedirects(false) // the key goes nowhere else
                .setConnectTimeout(config.connectTimeout().toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "text/event-stream");
        if (!assistant.apiKey().isEmpty()) {
            options.putHeader("Authorization", "Bearer " + assistant.apiKey());
        }
        return options;
    }

    /** Some servers name no type for a stream, but those that name one of these do not stream. */
    static boolean streams(HttpClientResponse head) {
        String type = String.valueOf(head.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        return !type.startsWith("application/json") && !type.startsWith("text/html");
    }
}
