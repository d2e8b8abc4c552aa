package dev.parley.config;

import java.time.Duration;
import java.util.List;

/**
 * One assistant.
 *
 * @param name what people mention; 1–64 of {@code A-Z a-z 0-9 _ -}
 * @param provider which engine answers: one of {@link #PROVIDERS}
 * @param model the provider's model; empty for {@code builtin}
 * @param baseUrl the provider's address, up to and including {@code /v1}; empty for {@code builtin}
 * @param apiKey empty means none
 * @param system what the model is told first
 * @param answers when it answers outside {@code always}
 * @param always room patterns in which it answers every message
 * @param pace {@code builtin} only: the pause between words, so that an answer reads like one
 * @param overlap what becomes of a prompt that comes while it answers another one in the same room
 * @param fallback the assistant whose provider answers in its name when its own fails before its first word; empty for none
 * @param tools names of the tools that its model may ask for; {@code *} at the end stands for any rest
 * @param approval those of them that wait for a person; patterns alike
 * @param maxTokens the longest answer that is asked of the provider; 0 leaves it to the provider
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
        Duration pace,
        Overlap overlap,
        String fallback,
        List<String> tools,
        List<String> approval,
        int maxTokens) {
    public static final List<String> PROVIDERS = List.of("builtin", "openai");

    /** When an assistant answers. */
    public enum Answers {
        /** When it is mentioned. */
        MENTION,
        NEVER,
        /** Every message, in every room. */
        ALWAYS
    }

    /** What becomes of a prompt that comes while the assistant answers another one in the same room. */
    public enum Overlap {
        /** It is answered after that one. */
        QUEUE,
        /** That one is stopped, and those that wait. */
        LATEST,
        /** It is answered after that one, together with all others that wait. */
        MERGE,
        /** The message is refused. */
        REJECT
    }

    public AssistantConfig {
        Check.that(name.matches("[A-Za-z0-9_-]{1,64}"), "name", "1–64 of A-Z a-z 0-9 _ -, found \"" + name + "\"");
        Check.that(
                PROVIDERS.contains(provider),
                "provider",
                "one of " + String.join(", ", PROVIDERS) + ", found \"" + provider + "\"");
        Check.that(
                !provider.equals("openai") || baseUrl.matches("https?://.+"),
                "baseUrl",
                "an http(s) URL for provider openai");
        Check.that(!provider.equals("openai") || !model.isEmpty(), "model", "a model's name for provider openai");
        Check.that(!pace.isNegative(), "pace", "0 or more");
        Check.range("maxTokens", maxTokens, 0, 10_000_000);
    }

    /** The same assistant, for whom another one's provider speaks. */
    public AssistantConfig answeredBy(AssistantConfig other) {
        return new AssistantConfig(
                name,
                other.provider,
                other.model,
                other.baseUrl,
                other.apiKey,
                system,
                answers,
                always,
                other.pace,
                overlap,
                other.fallback,
                tools,
                approval,
                other.maxTokens);
    }

    /** Keys never reach a log. */
    @Override
    public String toString() {
        return "Assistant[" + name + ", " + provider + ", " + model + "]";
    }
}
