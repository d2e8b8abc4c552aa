package dev.parley.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The whole configuration of a node, in the order of {@code conf/default.json}. Immutable.
 *
 * @param sections those of capabilities, which stand beside the others in the file
 */
public record Config(
        HttpConfig http,
        StoreConfig store,
        ClusterConfig cluster,
        AuthConfig auth,
        List<AssistantConfig> assistants,
        AiConfig ai,
        RoomsConfig rooms,
        DrainConfig drain,
        LogConfig log,
        Limits limits,
        Sections sections) {
    public Config {
        Set<String> names = new HashSet<>();
        for (AssistantConfig assistant : assistants) {
            // Mentions ignore case, so "Bot" and "bot" would both answer.
            String name = assistant.name().toLowerCase(Locale.ROOT);
            Check.that(names.add(name), "assistants", "assistants of different names, found \"" + name + "\" twice");
        }
        for (AssistantConfig assistant : assistants) {
            checkFallback(assistant, assistants);
        }
    }

    private static void checkFallback(AssistantConfig assistant, List<AssistantConfig> all) {
        Set<String> before = new HashSet<>();
        String next = assistant.name();
        while (!next.isEmpty()) {
            String name = next;
            Check.that(before.add(name), "assistants", "fallbacks without a cycle, found one at \"" + name + "\"");
            next = all.stream()
                    .filter(other -> other.name().equals(name))
                    .findFirst()
                    .map(AssistantConfig::fallback)
                    .orElse(null);
            Check.that(next != null, "assistants", "a fallback that is an assistant's name, found \"" + name + "\"");
        }
    }

    /** The same with another section {@code cluster}. */
    public Config withCluster(ClusterConfig other) {
        return new Config(http, store, other, auth, assistants, ai, rooms, drain, log, limits, sections);
    }

    /** The same with another section {@code auth}. */
    public Config withAuth(AuthConfig other) {
        return new Config(http, store, cluster, other, assistants, ai, rooms, drain, log, limits, sections);
    }

    /** The same with other assistants. */
    public Config withAssistants(List<AssistantConfig> others) {
        return new Config(http, store, cluster, auth, others, ai, rooms, drain, log, limits, sections);
    }
}
