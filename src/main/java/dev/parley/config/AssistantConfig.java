package dev.parley.config;

import java.time.Duration;
import java.util.List;

/**
 * One assistant.
 *
 * @param name what people mention; 1–64 of {@code A-Z a-z 0-9 _ -}
 * @param provider which engine answers: {@code builtin} or {@code openai}
 * @param model the provider's model; empty for {@code builtin}
 * @param baseUrl the provider's address, up to and including {@code /v1}; empty for {@code builtin}
 * @param apiKey sent as a bearer token; empty means none
 * @param system what the model is told first
 * @param answers when it answers outside {@code always}
 * @param always room patterns in which it answers every message
 * @param pace {@code builtin} only: the pause between words, so that an answer reads like one
 */
public record AssistantConfig(
        String name,
        String provider,
        String model,
        String baseUrl,
        @Secret String apiKey,
        String system,
        Answers answers,
        List<String> always,
        Duration pace) {

    /** When an assistant answers. */
    public enum Answers {
        MENTION,
        NEVER
    }

    public AssistantConfig {
        Check.that(name.matches("[A-Za-z0-9_-]{1,64}"), "name", "1–64 of A-Z a-z 0-9 _ -, found \"" + name + "\"");
        Check.that(
                List.of("builtin", "openai").contains(provider),
                "provider",
                "builtin or openai, found \"" + provider + "\"");
        Check.that(
                !provider.equals("openai") || baseUrl.matches("https?://.+"),
                "baseUrl",
                "an http(s) URL for provider openai");
        Check.that(!provider.equals("openai") || !model.isEmpty(), "model", "a model's name for provider openai");
        Check.that(!pace.isNegative(), "pace", "0 or more");
    }

    /** Keys never reach a log. */
    @Override
    public String toString() {
        return "Assistant[" + name + ", " + provider + ", " + model + "]";
    }
}
