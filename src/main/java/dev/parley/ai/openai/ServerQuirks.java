package dev.parley.ai.openai;

import dev.parley.config.AssistantConfig;
import dev.parley.config.ChatConfig;
import dev.parley.config.Preset;
import java.net.URI;
import java.util.Set;

/**
 * Names the differences between servers that speak chat completions.
 *
 * <p>They follow from the server's preset and address, unless the assistant's {@code chat} says otherwise. Immutable.
 *
 * @param maxTokens what the longest answer is called: OpenAI's newer models and Azure refuse the name that others know
 * @param usage whether it may be asked to count tokens: Mistral counts unasked, and refuses the question
 * @param alternate whether the two sides must take turns, as the templates of many local models want it
 * @param reasoning whether it takes back what a model reasoned before it asked for tools: some insist on it, others
 *     refuse it
 * @param shortIds whether ids of calls must be nine letters and digits, as Mistral wants them
 */
record ServerQuirks(String maxTokens, boolean usage, boolean alternate, boolean reasoning, boolean shortIds) {
    private static final int ID_CHARS = 9;

    private static final Set<Preset> ALTERNATE = Set.of(Preset.VLLM, Preset.LMSTUDIO);
    private static final Set<Preset> NO_REASONING = Set.of(Preset.GROQ, Preset.MISTRAL, Preset.BEDROCK_OPENAI);

    static ServerQuirks of(AssistantConfig assistant) {
        Preset preset = assistant.preset();
        ChatConfig chosen = assistant.chat();
        String host = String.valueOf(URI.create(assistant.baseUrl()).getHost());
        boolean openAi = isAt(host, "openai.com");
        boolean azure = isAt(host, "azure.com");
        boolean mistral = preset == Preset.MISTRAL || isAt(host, "mistral.ai");
        boolean groq = isAt(host, "groq.com");
        boolean completion = chosen.maxTokens() == ChatConfig.MaxTokens.AUTO
                ? openAi || azure
                : chosen.maxTokens() == ChatConfig.MaxTokens.MAX_COMPLETION_TOKENS;
        return new ServerQuirks(
                completion ? "max_completion_tokens" : "max_tokens",
                chosen.usage().or(!mistral),
                chosen.alternate().or(ALTERNATE.contains(preset)),
                chosen.reasoning().or(!NO_REASONING.contains(preset) && !openAi && !azure && !mistral && !groq),
                mistral);
    }

    /** A call's id as this server takes it. */
    String id(String call) {
        if (!shortIds) {
            return call;
        }
        String digits = Long.toString(Integer.toUnsignedLong(call.hashCode()), Character.MAX_RADIX);
        return "0".repeat(ID_CHARS - digits.length()) + digits;
    }

    private static boolean isAt(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
