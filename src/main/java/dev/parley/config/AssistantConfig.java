package dev.parley.config;

import dev.parley.model.StateAccess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One entry of {@code assistants}: which provider answers, as whom, when and with which tools. Immutable.
 *
 * @param name what people mention; 1–64 of {@code A-Z a-z 0-9 _ -}
 * @param provider which engine answers: a name of {@link Preset}
 * @param model the provider's model; empty for {@code builtin}, and with {@code auto} for the first that is found
 * @param baseUrl the provider's address, up to and including its version ({@code /v1}); empty means the provider's own,
 *     which stands here once this is made, and stays empty for {@code builtin} and {@code auto}
 * @param apiKey empty means none
 * @param system what the model is told first
 * @param answers when it answers outside {@code always}
 * @param always room patterns in which it answers every message
 * @param pace {@code builtin} only: the pause between words, so that an answer reads like one
 * @param overlap what becomes of a prompt that comes while it answers another one in the same room
 * @param fallback the assistant whose provider answers in its name when its own fails before its first word; empty for
 *     none
 * @param tools names of the tools that its model may ask for; {@code *} at the end stands for any rest
 * @param approval those of them that wait for a person; patterns alike
 * @param state what it may do with the shared state of rooms, if {@code tools} has the tools for that
 * @param maxTokens the longest answer that is asked of the provider; 0 leaves it to the provider
 * @param apiKeyFile a file that holds the key, instead of {@code apiKey}; empty once it was read
 * @param aws for {@code bedrock}, and its region for {@code bedrock-openai}
 * @param request what is merged into each request's body (JSON merge patch, RFC 7396: null removes a field)
 * @param headers sent with each request; over the dialect's own
 * @param query added to the address of each request
 * @param chat where servers that speak chat completions differ
 */
public record AssistantConfig(
        String name,
        String provider,
        String model,
        String baseUrl,
        @Secret String apiKey,
        String system,
        ReplyPolicy answers,
        List<String> always,
        Duration pace,
        Overlap overlap,
        String fallback,
        List<String> tools,
        List<String> approval,
        StateAccess state,
        int maxTokens,
        String apiKeyFile,
        AwsConfig aws,
        @Secret Map<String, Object> request,
        @Secret Map<String, String> headers,
        @Secret Map<String, String> query,
        ChatConfig chat) {
    private static final int OPTIONS_MAX = 64;
    private static final int HEADER_CHARS_MAX = 8192;
    /** They say where a request begins and ends. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect");

    /** When an assistant answers. */
    public enum ReplyPolicy {
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
                Preset.of(provider).isPresent(),
                "provider",
                "one of " + String.join(", ", Preset.names()) + ", found \"" + provider + "\"");
        Preset preset = Preset.of(provider).orElseThrow();
        String at = " for provider " + provider;
        Check.that(
                baseUrl.isEmpty() || baseUrl.matches("https?://[^/?#@\\s][^?#@\\s]*"),
                "baseUrl",
                "an http(s) URL, or empty");
        Check.that(!preset.isRemote() || !model.isEmpty(), "model", "a model's name" + at);
        Check.header("apiKey", apiKey);
        Check.that(apiKey.isEmpty() || apiKeyFile.isEmpty(), "apiKeyFile", "empty where there is an apiKey");
        boolean keyed = !apiKey.isEmpty() || !apiKeyFile.isEmpty();
        Check.that(keyed || !preset.isHosted() || !baseUrl.isEmpty(), "apiKey", "a key (or an apiKeyFile)" + at);
        Check.that(
                !preset.needsRegion() || !baseUrl.isEmpty() || !aws.region().isEmpty(),
                "aws",
                "an object with a region" + at);
        Check.that(
                preset != Preset.BEDROCK
                        || keyed
                        || (aws.hasKeys() && !aws.region().isEmpty()),
                "aws",
                "an object with a region, an accessKeyId and a secretAccessKey (or there must be an apiKey)" + at);
        baseUrl = preset.baseUrl(baseUrl, aws.region());
        provider = preset.at(baseUrl).text();
        Check.that(request.size() <= OPTIONS_MAX, "request", "at most " + OPTIONS_MAX + " fields");
        Check.that(query.size() <= OPTIONS_MAX, "query", "at most " + OPTIONS_MAX + " parameters");
        Check.that(headers.size() <= OPTIONS_MAX, "headers", "at most " + OPTIONS_MAX + " headers");
        headers.forEach(AssistantConfig::checkHeader);
        Check.that(!pace.isNegative(), "pace", "0 or more");
        Check.range("maxTokens", maxTokens, 0, 10_000_000);
    }

    private static void checkHeader(String name, String value) {
        Check.that(
                name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")
                        && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)),
                "headers",
                "names of headers, none of them " + String.join(", ", new TreeSet<>(OWN_HEADERS)));
        Check.that(
                value.length() <= HEADER_CHARS_MAX && value.chars().allMatch(c -> c >= ' ' && c < 0x7f),
                "headers",
                "values of ASCII characters on one line");
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
                state,
                other.maxTokens,
                other.apiKeyFile,
                other.aws,
                other.request,
                other.headers,
                other.query,
                other.chat);
    }

    public Preset preset() {
        return Preset.of(provider).orElseThrow();
    }

    /** The same with the key that its file held. */
    public AssistantConfig withApiKey(String key) {
        return with(provider, model, baseUrl, key);
    }

    /** The same, answered by another provider. */
    public AssistantConfig answeredBy(Preset other, String otherModel, String otherUrl) {
        return with(other.text(), otherModel, otherUrl, apiKey);
    }

    private AssistantConfig with(String otherProvider, String otherModel, String otherUrl, String key) {
        return new AssistantConfig(
                name,
                otherProvider,
                otherModel,
                otherUrl,
                key,
                system,
                answers,
                always,
                pace,
                overlap,
                fallback,
                tools,
                approval,
                state,
                maxTokens,
                "",
                aws,
                request,
                headers,
                query,
                chat);
    }

    /** Keys never reach a log. */
    @Override
    public String toString() {
        return "Assistant[" + name + ", " + provider + ", " + model + "]";
    }
}
