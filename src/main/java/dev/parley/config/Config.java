package dev.parley.config;

import java.util.List;

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
        Limits limits) {}
