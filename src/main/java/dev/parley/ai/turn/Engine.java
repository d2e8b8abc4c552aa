package dev.parley.ai.turn;

import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.tool.Toolbox;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what turns are answered with: the assistants, their providers and the tools. Immutable. */
public final class Engine {
    private final AiConfig config;
    private final Map<String, AssistantConfig> assistants;
    private final Map<String, AiProvider> providers;
    private final Toolbox toolbox;

    /**
     * @param providers by the name that an assistant's configuration gives
     * @throws IllegalArgumentException when an assistant has no provider
     */
    public Engine(
            AiConfig config, List<AssistantConfig> assistants, Map<String, AiProvider> providers, Toolbox toolbox) {
        this.config = config;
        this.assistants = assistants.stream().collect(Collectors.toMap(AssistantConfig::name, Function.identity()));
        this.providers = Map.copyOf(providers);
        this.toolbox = toolbox;
        for (AssistantConfig assistant : assistants) {
            if (!providers.containsKey(assistant.provider())) {
                throw new IllegalArgumentException(assistant + " has no provider");
            }
        }
    }

    public AiConfig config() {
        return config;
    }

    public Toolbox toolbox() {
        return toolbox;
    }

    /** Asks servers anew for their tools, and calls providers again that were left alone. Never fails. */
    public Future<Void> refresh() {
        providers.values().forEach(AiProvider::forget);
        return toolbox.refresh();
    }

    /** Null when no assistant has this name. */
    public AssistantConfig assistant(String name) {
        return assistants.get(name);
    }

    /** The first choice for an assistant: its own provider. */
    public ProviderChoice choice(AssistantConfig assistant) {
        return new ProviderChoice(assistant, providers.get(assistant.provider()), assistants.get(assistant.fallback()));
    }

    /**
     * The next choice: the provider of the fallback, under the name of the assistant; then the fallback's own fallback.
     */
    ProviderChoice choice(AssistantConfig assistant, AssistantConfig fallback) {
        return new ProviderChoice(
                assistant.answeredBy(fallback),
                providers.get(fallback.provider()),
                assistants.get(fallback.fallback()));
    }

    /**
     * An assistant together with the provider that answers for it.
     *
     * @param fallback the assistant whose provider is the next choice; null for none
     */
    public record ProviderChoice(AssistantConfig assistant, AiProvider provider, AssistantConfig fallback) {}
}
