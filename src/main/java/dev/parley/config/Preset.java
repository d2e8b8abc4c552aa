package dev.parley.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table of the providers that {@code assistants[].provider} may name, and what each name stands for. Immutable. */
public enum Preset {
    BUILTIN("builtin", Api.BUILTIN, "", false),
    /** A model on this machine when there is one, else {@link #BUILTIN}; decided when the node starts. */
    AUTO("auto", Api.BUILTIN, "", false),
    /** At OpenAI's own address this is {@link #OPENAI_RESPONSES}, elsewhere {@link #OPENAI_CHAT}. */
    OPENAI("openai", Api.OPENAI, "https://api.openai.com/v1", true),
    OPENAI_RESPONSES("openai-responses", Api.RESPONSES, "https://api.openai.com/v1", true),
    OPENAI_CHAT("openai-chat", Api.OPENAI, "https://api.openai.com/v1", true),
    OLLAMA("ollama", Api.OPENAI, "http://localhost:11434/v1", false),
    VLLM("vllm", Api.OPENAI, "http://localhost:8000/v1", false),
    LMSTUDIO("lmstudio", Api.OPENAI, "http://localhost:1234/v1", false),
    GROQ("groq", Api.OPENAI, "https://api.groq.com/openai/v1", true),
    OPENROUTER("openrouter", Api.OPENAI, "https://openrouter.ai/api/v1", true),
    MISTRAL("mistral", Api.OPENAI, "https://api.mistral.ai/v1", true),
    DEEPSEEK("deepseek", Api.OPENAI, "https://api.deepseek.com/v1", true),
    MOONSHOT("moonshot", Api.OPENAI, "https://api.moonshot.ai/v1", true),
    BEDROCK_OPENAI("bedrock-openai", Api.OPENAI, "https://bedrock-runtime.<region>.amazonaws.com/openai/v1", true),
    ANTHROPIC("anthropic", Api.ANTHROPIC, "https://api.anthropic.com/v1", true),
    GEMINI("gemini", Api.GEMINI, "https://generativelanguage.googleapis.com/v1beta", true),
    BEDROCK("bedrock", Api.BEDROCK, "https://bedrock-runtime.<region>.amazonaws.com", false);

    private static final String REGION = "<region>";

    private final String text;
    private final Api api;
    private final String baseUrl;
    private final boolean hosted;

    /** What a provider speaks. */
    public enum Api {
        BUILTIN,
        OPENAI,
        RESPONSES,
        ANTHROPIC,
        GEMINI,
        BEDROCK
    }

    /** @param hosted whether nobody is answered there without a key */
    Preset(String text, Api api, String baseUrl, boolean hosted) {
        this.text = text;
        this.api = api;
        this.baseUrl = baseUrl;
        this.hosted = hosted;
    }

    /** The name in the configuration. */
    public String text() {
        return text;
    }

    public Api api() {
        return api;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Preset::text).toList();
    }

    static Optional<Preset> of(String text) {
        return Arrays.stream(values())
                .filter(preset -> preset.text.equals(text))
                .findFirst();
    }

    boolean isRemote() {
        return api != Api.BUILTIN;
    }

    boolean isHosted() {
        return hosted;
    }

    /** The one that answers at this address. */
    Preset at(String url) {
        return this == OPENAI && url.matches("https://([a-z0-9-]+\\.)?api\\.openai\\.com(/.*)?")
                ? OPENAI_RESPONSES
                : this;
    }

    boolean needsRegion() {
        return baseUrl.contains(REGION);
    }

    /** The address that was configured, else this provider's own; without a slash at its end. */
    String baseUrl(String configured, String region) {
        String url = configured.isEmpty() ? baseUrl.replace(REGION, region) : configured;
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }
}
