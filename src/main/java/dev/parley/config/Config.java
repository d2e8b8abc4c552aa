package dev.parley.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The whole configuration of a node, in the order of {@code conf/default.json}. Immutable. */
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
        Limits limits) {
    public Config {
        Set<String> names = new HashSet<>();
        for (AssistantConfig assistant : assistants) {
            // Mentions ignore case, so "Bot" and "bot" would both answer.
            String name = assistant.name().toLowerCase(Locale.ROOT);
            Check.that(names.add(name), "assistants", "assistants of different names, found \"" + name + "\" twice");
        }
    }

    /** The same with another place in the cluster. */
    public Config withCluster(ClusterConfig other) {
        return new Config(http, store, other, auth, assistants, ai, rooms, drain, log, limits);
    }

    /** The same with another way to tell who comes. */
    public Config withAuth(AuthConfig other) {
        return new Config(http, store, cluster, other, assistants, ai, rooms, drain, log, limits);
    }

    /** The same with other assistants. */
    public Config withAssistants(List<AssistantConfig> others) {
        return new Config(http, store, cluster, auth, others, ai, rooms, drain, log, limits);
    }
}
